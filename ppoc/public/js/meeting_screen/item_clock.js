// The time left for the current item: its minutes less the time this window has spent on it. Kept until the
// tab closes.

const TICK = 1000;

export class ItemClock {
	constructor(screen) {
		this.screen = screen;
		this.key = `ppoc-meeting-clock-${screen.store.meeting.name}`;
		this.spent = read(this.key);
		this.timer = setInterval(() => this.tick(), TICK);
	}

	tick() {
		const item = this.screen.stop?.item;
		if (!item || !this.screen.is_shown() || document.hidden) return;
		if (!this.screen.store.closed) this.spent[item.item_key] = (this.spent[item.item_key] || 0) + TICK / 1000;
		sessionStorage.setItem(this.key, JSON.stringify(this.spent));
		this.screen.foot.show_time(this.words(item));
	}

	words(item) {
		if (!item.minutes || this.screen.store.closed) return { words: "", over: false };
		const left = item.minutes * 60 - (this.spent[item.item_key] || 0);
		const minutes = Math.ceil(Math.abs(left) / 60);
		if (left < 0) return { words: __("{0} min over the {1} for this item", [minutes, item.minutes]), over: true };
		return { words: __("{0} min left of {1}", [minutes, item.minutes]), over: false };
	}

	stop() {
		clearInterval(this.timer);
	}
}

function read(key) {
	try {
		return JSON.parse(sessionStorage.getItem(key)) || {};
	} catch {
		return {};
	}
}
