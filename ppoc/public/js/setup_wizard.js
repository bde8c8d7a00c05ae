// The setup wizard's slides: the localities, teams and people of the authority, and the practice that it follows.

frappe.setup.on("before_load", () => {
	const packs = frappe.boot.ppoc_practice_packs;
	if (!packs) return; // the site is set up
	frappe.setup.add_slide({
		name: "ppoc_places",
		title: __("Localities and teams"),
		icon: "fa fa-users",
		fields: [
			{
				fieldtype: "Small Text",
				fieldname: "ppoc_first_sheet",
				label: __("Paste them from a spreadsheet"),
				description: __("Columns: Locality, Team, Name, Email, Job. Only the first is needed. You can leave this empty and enter them later."),
			},
			{ fieldtype: "HTML", fieldname: "ppoc_first_sheet_says", options: '<p role="status"></p>' },
		],
		onload: (slide) => slide.get_input("ppoc_first_sheet").on("input", frappe.utils.debounce(() => look(slide), 400)),
		validate() {
			if (!this.fault) return true;
			frappe.msgprint({ title: __("Localities and teams"), message: frappe.utils.escape_html(this.fault) });
			return false;
		},
	});

	if (!packs.length) return;
	frappe.setup.add_slide({
		name: "practice_packs",
		title: __("Which practice do you work by?"),
		icon: "fa fa-check-square-o",
		fields: [
			{
				fieldtype: "HTML",
				fieldname: "practice_packs_about",
				options: `<p class="text-muted">${__(
					"Each pack adds the forums, rules and lists of one published practice. You can combine packs, and apply more of them later."
				)}</p>`,
			},
			...packs.map(field_for),
		],
	});
});

function field_for(pack) {
	const about = pack.fault || pack.description;
	return {
		fieldtype: "Check",
		fieldname: pack.fieldname,
		label: pack.name,
		default: pack.in_use,
		read_only: pack.in_use || (pack.fault ? 1 : 0),
		description: frappe.utils.escape_html(pack.in_use ? __("In use already. {0}", [about]) : about),
	};
}

/** Says what the sheet would make, or which line cannot be used. */
async function look(slide) {
	const text = slide.get_input("ppoc_first_sheet").val();
	const found = text.trim() ? await frappe.xcall("ppoc.imports.first_sheet_api.look", { text }) : {};
	slide.fault = found.fault;
	const counts = [found.localities, found.teams, found.people];
	const said = text.trim() ? __("Localities: {0}. Teams: {1}. People: {2}.", counts) : "";
	slide.get_field("ppoc_first_sheet_says").$wrapper.find("p").text(found.fault || said).toggleClass("text-danger", Boolean(found.fault));
}
