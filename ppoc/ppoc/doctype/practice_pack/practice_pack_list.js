// Practice packs: applies those that come with the app and are not in use yet.

frappe.listview_settings["Practice Pack"] = {
	onload(list) {
		list.page.add_inner_button(__("Apply a pack"), () => choose_pack(list));
	},
};

async function choose_pack(list) {
	const packs = (await ppoc.ask("ppoc.timescales.packs.api.available", {})).filter((pack) => !pack.fault);
	const dialog = new frappe.ui.Dialog({
		title: __("Apply a pack"),
		fields: [
			{
				fieldname: "folder",
				fieldtype: "Select",
				label: __("Pack"),
				reqd: 1,
				options: packs.map((pack) => ({ value: pack.folder, label: pack.name })),
				onchange: () => describe(dialog, packs),
			},
			{ fieldname: "about", fieldtype: "HTML" },
		],
		primary_action_label: __("Apply"),
		primary_action: async ({ folder }) => {
			dialog.hide();
			const done = await frappe.xcall("ppoc.timescales.packs.api.apply", { folder });
			frappe.msgprint(words_for(done), __("Practice pack"));
			list.refresh();
		},
	});
	dialog.show();
}

function describe(dialog, packs) {
	const pack = packs.find((one) => one.folder === dialog.get_value("folder"));
	const state = pack?.applied
		? __("In use, version {0}. Only what is new in version {1} is added.", [pack.applied, pack.version])
		: __("Not in use yet. Its rules are enabled when it is applied.");
	const text = pack ? `${frappe.utils.escape_html(pack.description)}<br>${frappe.utils.escape_html(state)}` : "";
	dialog.get_field("about").$wrapper.html(`<p>${text}</p>`);
}

function words_for(done) {
	const lines = [__("{0}: {1} records added.", [frappe.utils.escape_html(done.name), done.brought])];
	lines.push(...done.shared.map(frappe.utils.escape_html));
	if (done.conflicts.length) {
		lines.push(__("Another pack has rules for these duties too. On each duty, choose which pack to follow:"));
		for (const duty of done.conflicts) {
			lines.push(frappe.utils.get_form_link("Timescale Duty", duty, true));
		}
	}
	return lines.join("<br>");
}
