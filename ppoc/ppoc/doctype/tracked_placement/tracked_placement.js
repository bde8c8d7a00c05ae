// The Tracked Placement form: shows what is missing this week, and adds the week's update in one step.

frappe.ui.form.on("Tracked Placement", {
	refresh(frm) {
		ppoc.care_codes.offer(frm, ["legal_status"]);
		if (frm.is_new()) return;
		for (const words of missing(frm.doc)) frm.dashboard.add_comment(words, "yellow", true);
		if (frm.doc.status === "Tracked" && frm.perm[0].write) {
			frm.add_custom_button(__("Weekly update"), () => ask_update(frm)).addClass("btn-primary");
		}
	},
});

function missing(placement) {
	if (placement.status !== "Tracked") return [];
	const words = [];
	if (placement.next_update_on < frappe.datetime.get_today()) {
		words.push(__("An update was due on {0}.", [ppoc.words.date(placement.next_update_on)]));
	}
	if (placement.unregistered && !placement.regulator_told_on) words.push(__("The regulator has not been told."));
	if (placement.unregistered && !placement.executive_decision) {
		words.push(__("The executive director's decision is not recorded."));
	}
	return words;
}

function ask_update(frm) {
	const fields = [
		{ fieldname: "update_on", fieldtype: "Date", label: __("Date"), reqd: 1, default: frappe.datetime.get_today() },
		{ fieldname: "safe", fieldtype: "Select", label: __("Child is safe"), options: ["", "Yes", "Concerns"], reqd: 1 },
		{
			fieldname: "what",
			fieldtype: "Small Text",
			label: __("Update"),
			reqd: 1,
			description: __("What was done towards a regulated place in the authority, and towards permanence."),
		},
	];
	const add = async (values) => {
		frm.add_child("updates", { ...values, worker: frappe.boot.ppoc_worker });
		frm.refresh_field("updates");
		await frm.save();
	};
	frappe.prompt(fields, add, __("This week's update"), __("Add"));
}
