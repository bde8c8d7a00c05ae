// An import run in the log. Opening one that has died updates its status; the import page shows findings and
// changes.

frappe.ui.form.on("Import Run", {
	refresh(frm) {
		frm.disable_save();
		const may_load = frappe.user.has_role(["Team Coordinator", "Performance Officer"]);
		if (!may_load || frm.is_new()) return;
		frm.add_custom_button(__("Show on the import page"), () => frappe.set_route("ppoc-import", frm.doc.name));
		frm.add_custom_button(__("Export findings"), () => {
			const run = encodeURIComponent(frm.doc.name);
			window.open(`/api/method/ppoc.imports.api.export_findings?run=${run}`);
		});
		if (frm.doc.status === "Loading") {
			frappe.call("ppoc.imports.api.status", { run: frm.doc.name }).then(({ message }) => {
				if (message && message.status !== frm.doc.status) frm.reload_doc();
			});
		}
	},
});
