// The Case Note form: copies the note for the case system with one button.

frappe.ui.form.on("Case Note", {
	refresh(frm) {
		if (frm.is_new()) return;
		frm.add_custom_button(__("Copy to clipboard"), () => copy(frm)).addClass("btn-primary");
	},
});

async function copy(frm) {
	if (frm.is_dirty()) {
		frappe.msgprint(__("Save the note first."));
		return;
	}
	try {
		await write_to_clipboard([frm.doc.subject, frm.doc.note].filter(Boolean).join("\n\n"));
	} catch {
		frappe.msgprint(__("The browser did not allow copying. Select the note's text and copy it by hand."));
		return;
	}
	if (!frm.doc.copied_on && frm.perm[0].write) {
		await frappe.xcall("ppoc.meetings.api.mark_copied", { case_note: frm.doc.name });
		frm.reload_doc();
	}
	frappe.show_alert({ message: __("The note is on the clipboard."), indicator: "green" });
}

function write_to_clipboard(text) {
	if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
	frappe.utils.copy_to_clipboard(text);
	return Promise.resolve();
}
