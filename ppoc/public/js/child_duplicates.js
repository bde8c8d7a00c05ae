// The Child form: warns when the same child seems to have two records, and merges them.

frappe.provide("ppoc.children.duplicates");

const IDENTITY = ["child_id", "upn", "nhs_number", "first_name", "last_name", "date_of_birth"];

const look_again = frappe.utils.debounce((frm) => ppoc.children.duplicates.look(frm), 600);

frappe.ui.form.on("Child", {
	refresh(frm) {
		if (frm.doc.merged_into) {
			show_merged(frm);
			return;
		}
		ppoc.children.duplicates.look(frm);
		if (!frm.is_new() && frm.perm[0].write) {
			frm.add_custom_button(__("Merge with another record"), () => ask_other(frm), __("Plan"));
		}
	},
	...Object.fromEntries(IDENTITY.map((field) => [field, look_again])),
});

/** Looks for records of the same child among those that the user may see, and shows them above the form. */
ppoc.children.duplicates.look = async (frm) => {
	const asked = Object.fromEntries(IDENTITY.map((field) => [field, frm.doc[field] || ""]));
	const name = frm.doc.name;
	if (!Object.values(asked).some(Boolean)) return;
	const found = await frappe.xcall("ppoc.children.duplicates.api.find", { ...asked, name: frm.is_new() ? "" : name });
	if (frm.doc.name !== name) return;
	show_found(frm, found);
};

function show_found(frm, found) {
	frm.layout.wrapper.find(".ppoc-duplicates").remove();
	if (!found.length) return;
	const $notice = $(`<div class="ppoc-duplicates form-message orange" role="status"></div>`);
	$notice.append($("<div>").text(__("This may be the same child as:")));
	for (const one of found.slice(0, 5)) $notice.append(found_line(frm, one));
	if (found.length > 5) $notice.append($("<div>").text(__("and {0} more", [found.length - 5])));
	frm.layout.wrapper.prepend($notice);
}

function found_line(frm, one) {
	const $line = $("<div>");
	$line.append(ppoc.words.link("Child", one.name, `${one.label} (${one.name})`));
	$line.append($("<span>").text(` · ${one.reason} `));
	if (!frm.is_new() && frm.perm[0].write) {
		const $merge = $(`<button class="btn btn-xs btn-default"></button>`).text(__("Merge…"));
		$merge.on("click", () => ppoc.children.duplicates.merge_dialog(frm, one.name));
		$line.append($merge);
	}
	return $line;
}

function show_merged(frm) {
	frm.disable_save();
	frm.set_read_only();
	frm.set_intro(
		__("This record was merged into {0} and is kept as it was.", [ppoc.words.link("Child", frm.doc.merged_into)]),
		"blue"
	);
}

function ask_other(frm) {
	frappe.prompt(
		{
			fieldname: "other",
			label: __("The other record of this child"),
			fieldtype: "Link",
			options: "Child",
			reqd: 1,
			get_query: () => ({ filters: { name: ["!=", frm.doc.name], merged_into: ["is", "not set"] } }),
		},
		({ other }) => ppoc.children.duplicates.merge_dialog(frm, other),
		__("Merge with another record"),
		__("Compare")
	);
}

/** Shows both records side by side, and merges the other into this one once every difference is decided. */
ppoc.children.duplicates.merge_dialog = async (frm, other) => {
	if (frm.is_dirty()) {
		frappe.msgprint(__("Save the record first."));
		return;
	}
	const plan = await frappe.xcall("ppoc.children.duplicates.api.preview", { kept: frm.doc.name, other });
	if (plan.refusals.length) {
		frappe.msgprint({ title: __("Not yet"), message: plan.refusals.map(ppoc.words.escape).join("<br>") });
		return;
	}
	const dialog = new frappe.ui.Dialog({
		title: __("Merge {0} into {1}", [plan.other.name, plan.kept.name]),
		size: "large",
		fields: dialog_fields(plan),
		primary_action_label: __("Merge"),
		primary_action: (values) => merge(frm, dialog, plan, values),
	});
	dialog.show();
};

function dialog_fields(plan) {
	const choices = plan.fields
		.filter((one) => one.choice_needed)
		.map((one) => ({
			fieldname: one.field,
			label: one.label,
			fieldtype: "Select",
			reqd: 1,
			options: [
				{ value: "kept", label: __("{0} (this record)", [one.kept]) },
				{ value: "other", label: __("{0} (the other record)", [one.other]) },
			],
		}));
	const heading = choices.length ? [{ fieldtype: "Section Break", label: __("Which is right?") }] : [];
	return [{ fieldtype: "HTML", fieldname: "summary", options: summary_html(plan) }, ...heading, ...choices];
}

function summary_html(plan) {
	const say = ppoc.words.escape;
	const person = (child) => `${say(child.full_name)}, ID ${say(child.child_id)}, ${say(child.date_of_birth)}`;
	const taken = plan.fields.filter((one) => !one.choice_needed).map((one) => `${say(one.label)}: ${say(one.other)}`);
	const moved = plan.moved.map((one) => `${one.count} ${say(one.doctype)}`);
	const plans = plan.plans.map((one) => __("{0} is closed and continues as {1}", [say(one.closed), say(one.goes_on)]));
	const rows = [
		[__("Kept"), person(plan.kept)],
		[__("Points to the record that is kept"), person(plan.other)],
		[__("Copied across"), taken.join("; ")],
		[__("Moves here"), moved.join(", ")],
		[__("Plans"), plans.join("; ")],
	].filter(([, text]) => text);
	const body = rows.map(([label, text]) => `<tr><th scope="row">${label}</th><td>${text}</td></tr>`).join("");
	const warning = __("The comments, files and history of both will be together afterwards. This cannot be undone.");
	return `<table class="table table-bordered">${body}</table><p>${warning}</p>`;
}

async function merge(frm, dialog, plan, values) {
	const fields = plan.fields.filter((one) => one.choice_needed).map((one) => one.field);
	const choices = Object.fromEntries(fields.map((field) => [field, values[field]]));
	dialog.disable_primary_action();
	try {
		await frappe.xcall("ppoc.children.duplicates.api.merge", {
			kept: plan.kept.name,
			other: plan.other.name,
			choices,
			modified: plan.modified,
		});
	} catch {
		dialog.enable_primary_action();
		return;
	}
	dialog.hide();
	frappe.show_alert({ message: __("Merged."), indicator: "green" });
	frm.reload_doc();
}
