// Asks about an action while it is typed: who, what exactly, by when.

frappe.provide("ppoc.wording");

const WAIT_MS = 400;

/** Watches a form or dialog and shows what the server asks about its action. */
ppoc.wording.Watch = class {
	/**
	 * @param {jQuery} $place where the questions are shown; read out politely
	 * @param {function(): object} read returns {what, action_owner, due_on, set_on}
	 */
	constructor($place, read) {
		this.$place = $place.attr({ "aria-live": "polite", role: "status" });
		this.read = read;
		this.ask_soon = frappe.utils.debounce(() => this.ask(), WAIT_MS);
	}

	async ask() {
		const values = this.read();
		if (!(values.what || "").trim()) return this.show([]);
		const asked = (this.asked = JSON.stringify(values));
		const questions = await ppoc.ask("ppoc.meetings.actions.api.questions_on", values);
		if (asked === this.asked) this.show(questions || []);
	}

	show(questions) {
		const rows = questions.map((row) => `<li>${ppoc.words.escape(row.question)}</li>`);
		const head = `<span class="text-muted">${__("To make this action specific:")}</span>`;
		this.$place.html(rows.length ? `${head}<ul class="ppoc-questions">${rows.join("")}</ul>` : "");
	}
};
