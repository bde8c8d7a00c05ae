// Notification: whoever writes one without being a System Manager chooses among the people named on the record,
// workers too, whom Frappe does not offer.
frappe.ui.form.on("Notification", {
	refresh: offer,
	document_type: offer,
	channel: offer,
});

async function offer(frm) {
	const doctype = frm.doc.document_type;
	if (!doctype || frappe.user.has_role("System Manager")) return;
	await frappe.model.with_doctype(doctype); // Frappe offers its own choices when it has read this
	const fields = await frappe.xcall("ppoc.access.customising.receivers_api.receiver_fields", { doctype });
	if (frm.doc.document_type !== doctype) return;
	frm.fields_dict.recipients.grid.update_docfield_property("receiver_by_document_field", "options", [
		{ value: "", label: "" },
		...fields,
	]);
}
