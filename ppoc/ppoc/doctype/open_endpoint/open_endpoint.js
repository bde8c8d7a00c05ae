frappe.ui.form.on("Open Endpoint", {
	refresh(frm) {
		if (frm.is_new() || frm.doc.closed_on || !frm.perm[0].write) return;
		frm.add_custom_button(__("Close"), () => {
			frappe.confirm(__("Close {0} again?", [ppoc.words.escape(frm.doc.endpoint)]), () => frm.call("close").then(() => frm.reload_doc()));
		});
	},
});
