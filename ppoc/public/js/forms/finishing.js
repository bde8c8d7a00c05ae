// Says that an action is done, from wherever it is listed, without opening its form first.

frappe.provide("ppoc.actions");

const REVIEW = "ppoc.meetings.actions.api.review_action";

/**
 * Asks what came of an action and closes it.
 * @param {{name: string, what: string, modified?: string}} action
 * @param {() => void} then runs once it is closed
 */
ppoc.actions.finish = ({ name, what, modified }, then) => {
	const asked = __("What came of it? You can leave this empty.");
	const dialog = new frappe.ui.Dialog({
		title: __("Done?"),
		fields: [
			{ fieldtype: "HTML", fieldname: "said", options: `<p>${ppoc.words.escape(what)}</p>` },
			{ fieldtype: "Small Text", fieldname: "note", label: asked },
		],
		primary_action_label: __("Done"),
		primary_action: async ({ note }) => {
			dialog.disable_primary_action();
			try {
				await frappe.xcall(REVIEW, { action: name, outcome: "Done", note, modified });
			} catch {
				dialog.enable_primary_action(); // Desk has said why; what was typed is still there
				return;
			}
			dialog.hide();
			frappe.show_alert({ message: __("Done: {0}", [ppoc.words.escape(what)]), indicator: "green" });
			then();
		},
	});
	dialog.show();
	dialog.get_field("note").$input.attr("aria-label", asked);
};
