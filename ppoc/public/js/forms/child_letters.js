// A letter to the child about a decision: started from the decision, or opened if there is one.

ppoc.child_letters = {
	/** Adds the button to the form of a decision; `link` is the letter's field that names it. */
	offer(frm, link) {
		if (!frappe.model.can_create("Letter to Child")) return;
		frm.add_custom_button(__("Letter to the child"), async () => {
			const letter = await frappe.xcall("ppoc.meetings.child_letters.api.start", { [link]: frm.doc.name });
			frappe.set_route("Form", "Letter to Child", letter);
		});
	},
};
