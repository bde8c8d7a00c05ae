// Tab leaves a link field empty that somebody has emptied. From Frappe 15.55 on, Tab chooses the first record of the
// list that opens below an empty field, so whoever took a value out got another one.

for (const control of [frappe.ui.form.ControlLink, frappe.ui.form.ControlAutocomplete]) {
	const { make_input } = control.prototype;

	control.prototype.make_input = function (...given) {
		const made = make_input.apply(this, given);
		const input = this.$input?.[0];
		if (!input || input.dataset.ppocTab) return made;
		input.dataset.ppocTab = "1";
		const close = (event) => event.key === "Tab" && !input.value.trim() && this.awesomplete?.close();
		input.parentElement.addEventListener("keydown", close, true); // before the list hears of the key
		return made;
	};
}
