// The Erasure form: one person asks, another confirms by typing the record's number.

frappe.ui.form.on("Erasure", {
	setup(frm) {
		frm.set_query("child", () => ({ filters: { merged_into: ["is", "not set"] } }));
	},

	/** Says at once why a record must not be erased. */
	async child(frm) {
		const child = frm.doc.child;
		frm.set_intro("");
		if (!child || !frm.is_new()) return;
		const { obstacles } = await frappe.xcall("ppoc.retention.api.standing", { child });
		if (frm.doc.child !== child) return;
		if (obstacles.length) frm.set_intro(ppoc.words.escape(obstacles.join(" ")), "red");
		else frm.set_intro(__("This record may be erased. Somebody else has to confirm it."), "green");
	},

	refresh(frm) {
		frm.set_intro("");
		if (frm.is_new()) {
			frm.set_intro(__("Only a record that is due and not held can be erased. Somebody else has to confirm it."));
			return;
		}
		const open = ["Asked", "Stopped"].includes(frm.doc.status);
		if (!open || !frm.perm[0].write) return;
		if (frm.doc.asked_by === frappe.session.user) {
			frm.set_intro(__("You asked for this. Somebody else has to confirm it."));
		} else {
			frm.add_custom_button(__("Confirm erasure"), () => ask_number(frm)).addClass("btn-danger");
		}
		frm.add_custom_button(__("Withdraw"), () => take_step(frm, "withdraw", {}));
	},
});

function ask_number(frm) {
	const fields = [
		{
			fieldtype: "HTML",
			options: `<p>${__("Everything about this child goes for ever: records, files, emails, history. Only a certificate remains.")}</p>`,
		},
		{ fieldname: "child_number", fieldtype: "Data", label: __("Type the record number {0}", [frm.doc.child_number]), reqd: 1 },
	];
	const confirm = (values) => take_step(frm, "confirm", values);
	frappe.prompt(fields, confirm, __("Erase this record"), __("Confirm erasure"));
}

async function take_step(frm, step, values) {
	await frappe.xcall(`ppoc.retention.api.${step}`, { erasure: frm.doc.name, ...values });
	frm.reload_doc();
}
