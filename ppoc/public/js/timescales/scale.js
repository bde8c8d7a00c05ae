// The scale of a timeline: which days it covers, where a day is on it, which days are labelled.

frappe.provide("ppoc.timescales");

const DAY = 24 * 60 * 60 * 1000;
const ROOM_PER_TICK = 64;
const STEPS = [1, 2, 3, 6, 12, 24, 60];

/** Milliseconds of a day, the same in every time zone. */
const at = (day) => Date.parse(`${day}T00:00:00Z`);
const day_of = (time) => new Date(time).toISOString().slice(0, 10);

ppoc.timescales.Scale = class {
	/**
	 * @param {string} first, @param {string} last the first and last day that it covers, as YYYY-MM-DD
	 * @param {number} width in pixels
	 */
	constructor(first, last, width) {
		this.first = at(first);
		this.last = Math.max(at(last), this.first + DAY);
		this.width = width;
	}

	x(day) {
		return ((at(day) - this.first) / (this.last - this.first)) * this.width;
	}

	percent(day) {
		return (100 * this.x(day)) / this.width;
	}

	holds(day) {
		return at(day) >= this.first && at(day) <= this.last;
	}

	/** Returns the first days of months that are labelled, as many as there is room for; January with its
	 * year. */
	ticks() {
		const months = (this.last - this.first) / (30.4 * DAY);
		const room = Math.max(2, this.width / ROOM_PER_TICK);
		const step = STEPS.find((one) => months / one <= room) || 120;
		const begin = new Date(this.first);
		const ticks = [];
		for (let month = 0; month <= months + step; month++) {
			const time = Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth() + month, 1);
			const date = new Date(time);
			const number = date.getUTCFullYear() * 12 + date.getUTCMonth();
			if (number % step || time < this.first || time > this.last) continue;
			ticks.push({ day: day_of(time), label: this.label(date, step, !ticks.length), year: date.getUTCMonth() === 0 });
		}
		return ticks;
	}

	/** The first label, and the first one of each year, include the year. */
	label(date, step, first) {
		const day = moment.utc(date);
		if (step >= 12) return day.format("YYYY");
		return first || date.getUTCMonth() < step ? day.format("MMM YYYY") : day.format("MMM");
	}
};

/** Returns the days that a choice of period covers: around today, or everything with some room at the sides. */
ppoc.timescales.span = (choice, data) => {
	const today = data.today;
	const add = (day, amount, unit) => moment(day).add(amount, unit).format("YYYY-MM-DD");
	const days = [
		...data.events.map((event) => event.on),
		...data.due.flatMap((due) => [due.due_on, due.settled_on].filter(Boolean)),
		today,
	].sort();
	const [first, last] = [days[0], days[days.length - 1]];
	if (choice === "all") {
		const room = Math.max(14, Math.round(moment(last).diff(moment(first), "days") * 0.04));
		return [add(first, -room, "days"), add(last, room, "days")];
	}
	const until = add(today, Number(choice) / 2, "months");
	return [add(today, -Number(choice), "months"), until];
};

/**
 * Puts items into rows so that none covers another.
 * @param {Array<{left: number, right: number}>} items in order of `left`
 * @param {number} most rows; an item without room is in none (-1)
 */
ppoc.timescales.stack = (items, most) => {
	const ends = [];
	return items.map((item) => {
		for (let row = 0; row < most; row++) {
			if (ends[row] === undefined || ends[row] <= item.left) {
				ends[row] = item.right;
				return row;
			}
		}
		return -1;
	});
};
