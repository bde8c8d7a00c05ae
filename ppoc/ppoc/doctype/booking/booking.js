// The Booking form: when the forum sits, the deadline for booking, and the steps that the user may take.

frappe.ui.form.on("Booking", {
	setup(frm) {
		frm.set_query("forum", () => ({ filters: { takes_requests: 1, active: 1 } }));
		frm.set_query("request", () => ({ filters: { child: frm.doc.child } }));
		frm.set_query("wanted", () => ({
			filters: { forum: frm.doc.forum, status: ["in", ["Proposed", "Planned", "Circulated"]] },
		}));
	},

	refresh(frm) {
		frm.get_field("papers").grid.cannot_add_rows = true;
		if (frm.is_new()) show_coming(frm);
		else offer_steps(frm);
	},

	child: show_coming,
	forum: show_coming,
});

async function show_coming(frm) {
	if (!frm.is_new() || !frm.doc.child || !frm.doc.forum) return;
	const { child, forum } = frm.doc;
	const sittings = await ppoc.ask("ppoc.meetings.bookings.api.coming", { child, forum });
	if (frm.doc.child !== child || frm.doc.forum !== forum) return;
	frm.set_intro("");
	frm.set_intro(sittings.length ? sittings.slice(0, 3).map(words_for).join("<br>") : __("No meeting is planned yet."));
}

function words_for(sitting) {
	const parts = [__("Meets on {0}", [`${frappe.datetime.str_to_user(sitting.day)}, ${sitting.start.slice(0, 5)}`])];
	if (sitting.deadline) parts.push(__("ask by {0}", [frappe.datetime.str_to_user(sitting.deadline)]));
	if (sitting.left !== null) parts.push(__("{0} places left", [sitting.left]));
	return frappe.utils.escape_html(parts.join(" · "));
}

function offer_steps(frm) {
	const may_answer = frm.doc.status === "Requested" && frappe.user.has_role(frm.doc.approval_role);
	if (may_answer) {
		frm.add_custom_button(__("Approve"), () => take(frm, "Approve")).addClass("btn-primary");
		frm.add_custom_button(__("Refuse"), () => ask_why(frm, "Refuse"));
	}
	if (!["Refused", "Withdrawn"].includes(frm.doc.status) && frm.perm[0].write) {
		frm.add_custom_button(__("Withdraw"), () => ask_why(frm, "Withdraw"));
	}
}

function ask_why(frm, step) {
	const field = { fieldname: "reason", fieldtype: "Small Text", label: __("Why"), reqd: 1 };
	frappe.prompt([field], ({ reason }) => take(frm, step, reason), __("{0} this booking", [__(step)]), __(step));
}

async function take(frm, step, reason) {
	const { name: booking, modified } = frm.doc;
	await frappe.xcall("ppoc.meetings.bookings.api.take_step", { booking, step, modified, reason });
	frm.reload_doc();
}
