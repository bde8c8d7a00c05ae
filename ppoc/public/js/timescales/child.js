// A child's timescales: the picture, its legend, and the same in words below.

frappe.provide("ppoc.timescales");

const CHOICES = () => [
	["12", __("Last 12 months and next 6")],
	["36", __("3 years")],
	["all", __("All")],
];

/** Draws the timescales of the form's child when their tab is first opened. */
ppoc.timescales.show_child = (frm) => {
	const $place = frm.get_field("timescales_html").$wrapper;
	if (frm.ppoc_timescales_watch) frm.ppoc_timescales_watch.disconnect();
	if (frm.is_new()) return $place.html(`<p class="text-muted">${__("Save the child first.")}</p>`);
	$place.html(`<p class="text-muted">${__("Looking up what is due…")}</p>`);
	const name = frm.doc.name;
	frm.ppoc_timescales_watch = new IntersectionObserver(async (seen, watch) => {
		if (!seen.some((one) => one.isIntersecting)) return;
		watch.disconnect();
		const data = await ppoc.ask("ppoc.timescales.api.timeline", { child: name });
		if (frm.doc.name === name) new ChildTimescales($place, data, frm);
	});
	frm.ppoc_timescales_watch.observe($place[0]);
};

class ChildTimescales {
	constructor($place, data, frm) {
		const child_name = frm.doc.full_name;
		Object.assign(this, { $place, data, frm, choice: "12" });
		if (!data.events.length && !data.due.length) {
			$place.html(`<p class="text-muted">${__("Nothing is recorded yet, so nothing is due.")}</p>`);
			return;
		}
		$place.html(`<section class="ptl" aria-label="${ppoc.words.escape(__("Timescales of {0}", [child_name]))}">
			${twins_html(data.twins)}${this.head_html()}<div class="ptl-place"></div>${words_html(data)}</section>`);
		$place.find("[data-choice]").on("click", (event) => this.choose(event.currentTarget.dataset.choice));
		$place.on("click", "[data-ppoc-event]", (event) => {
			frappe.set_route("Form", "Care Event", event.currentTarget.dataset.ppocEvent);
		});
		$place.on("click", "[data-ppoc-merge]", (event) => this.merge(data.twins[event.currentTarget.dataset.ppocMerge]));
		this.draw();
		this.resize = new ResizeObserver(frappe.utils.debounce(() => this.draw_again(), 150));
		this.resize.observe($place[0]);
	}

	head_html() {
		const legend = ppoc.timescales.STATES.filter((state) => this.data.counts[state]).map(
			(state) => `<li>${ppoc.timescales.mark(state)} ${cint(this.data.counts[state])} ${__(state)}</li>`
		);
		const buttons = CHOICES().map(
			([choice, label]) =>
				`<button type="button" class="btn btn-default btn-xs" data-choice="${choice}">${label}</button>`
		);
		return `<div class="ptl-head">
			<ul class="ptl-legend" aria-label="${__("How many in which state")}">${legend.join("")}</ul>
			<div class="btn-group" role="group" aria-label="${__("Time shown")}">${buttons.join("")}</div>
		</div>`;
	}

	/** Asks first, since the second record is deleted. */
	merge(twins) {
		const question = __("Keep one record of this? The first date stays: {0}.", [ppoc.words.escape(twins.words)]);
		frappe.confirm(question, async () => {
			await frappe.xcall("ppoc.timescales.twins_api.merge", { keep: twins.keep, drop: twins.drop });
			this.frm.reload_doc();
		});
	}

	choose(choice) {
		this.choice = choice;
		this.draw();
	}

	draw_again() {
		if (!this.$place[0].isConnected) return this.resize.disconnect();
		const width = this.$place.width();
		if (width && width !== this.width && !this.$place.find(".ptl-place").is(":focus-within")) this.draw();
	}

	draw() {
		this.width = this.$place.width() || 900;
		this.$place.find(".ptl-place").html(ppoc.timescales.picture_html(this.data, this.choice, this.width));
		this.$place.find("[data-choice]").each((_index, button) => {
			button.setAttribute("aria-pressed", String(button.dataset.choice === this.choice));
			button.classList.toggle("active", button.dataset.choice === this.choice);
		});
	}
}

/** Names what is recorded twice. It counts once already; merging removes the second record. */
function twins_html(twins = []) {
	if (!twins.length) return "";
	const rows = twins.map(
		(one, number) => `<li>${ppoc.words.escape(one.words)}
			<button type="button" class="btn btn-default btn-xs" data-ppoc-merge="${number}">${__("Merge")}</button></li>`
	);
	return `<div class="ptl-twins" role="note"><p>${__("Recorded twice, and counted once:")}</p><ul>${rows.join("")}</ul></div>`;
}

function words_html(data) {
	const open = data.due.filter((due) => due.open);
	const settled = data.due.filter((due) => !due.open);
	return `${due_table_html(__("What is due"), open, __("Nothing is due."))}
		${settled.length ? folded_html(__("Done and stopped: {0}", [settled.length]), due_table_html(__("Done and stopped"), settled)) : ""}
		${folded_html(__("What happened: {0}", [data.events.length]), events_table_html(data.events))}`;
}

function folded_html(title, inside) {
	return `<details class="ptl-folded"><summary>${ppoc.words.escape(title)}</summary>${inside}</details>`;
}

function table_html(caption, heads, rows) {
	return `<div class="table-responsive"><table class="table table-bordered ppoc-table">
		<caption>${ppoc.words.escape(caption)}</caption>
		<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead>
		<tbody>${rows.join("")}</tbody></table></div>`;
}

function due_table_html(caption, due, otherwise) {
	if (!due.length) return `<p class="text-muted">${otherwise}</p>`;
	const settled = due.some((one) => one.settled_words);
	const heads = [__("Due on"), __("Duty"), __("State"), __("Counted from"), __("Whose duty"), __("Why")];
	if (settled) heads.splice(4, 0, __("Done or stopped"));
	return table_html(caption, heads, due.map((one) => due_row_html(one, settled)));
}

function due_row_html(due, settled) {
	const escape = ppoc.words.escape;
	return `<tr>
		<td class="text-nowrap">${escape(due.due_words)}</td>
		<th scope="row">${escape(__(due.duty))}</th>
		<td class="text-nowrap">${ppoc.timescales.mark(due.state)} ${escape(due.words)}</td>
		<td>${escape(due.step > 1 ? __("Last repetition") : __(due.cause))}, ${escape(due.counted_words)}</td>
		${settled ? `<td>${escape(due.settled_words)}</td>` : ""}
		<td>${escape(due.whose)}</td>
		<td><button type="button" class="btn btn-default btn-xs" data-ppoc-why="${escape(due.name)}"
			aria-label="${escape(__("Why {0} is due on {1}", [__(due.duty), due.due_words]))}">${__("Why")}</button></td>
	</tr>`;
}

function events_table_html(events) {
	const rows = [...events].reverse().map(
		(event) => `<tr>
			<td class="text-nowrap">${ppoc.words.escape(event.on_words)}</td>
			<th scope="row">${ppoc.words.link("Care Event", event.name, __(event.type))}</th>
			<td>${ppoc.words.escape(__(event.details))}</td>
		</tr>`
	);
	return table_html(__("What happened"), [__("Date"), __("Event"), __("Details")], rows);
}
