// In a field whose changes a workflow allows, the form offers only what this user may choose now: the rest would be refused.

const DOCTYPES = ["Child", "Permanence Plan", "Action", "Panel Decision"];

for (const doctype of DOCTYPES) {
	frappe.ui.form.on(doctype, { refresh: (frm) => offer(frm) });
}

async function offer(frm) {
	const fieldname = frappe.workflow.get_state_fieldname(frm.doctype);
	const field = fieldname && frm.get_field(fieldname);
	if (!field || field.df.fieldtype !== "Select") return;
	const name = frm.doc.name;
	const steps = frm.is_new() ? [] : await frappe.workflow.get_transitions(frm.doc).catch(() => null);
	if (!steps || frm.doc.name !== name) return;
	const stored = frm.doc[fieldname] || field.df.default;
	frm.set_df_property(fieldname, "options", [...new Set([stored, ...steps.map((step) => step.next_state)])]);
}

frappe.provide("ppoc.workflow");

/** Returns whether a role of this user may take a record from one state to another, whatever else the step asks for. */
ppoc.workflow.may_step = (doctype, from, to) => {
	const workflow = frappe.workflow.get_state_fieldname(doctype) && frappe.workflow.workflows[doctype];
	if (!workflow) return true;
	return workflow.transitions.some((step) => step.state === from && step.next_state === to && frappe.user.has_role(step.allowed));
};
