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
			{
				fieldtype: "Check",
				fieldname: "ppoc_first_sheet_invites",
				label: __("Invite the people with an email address and a job"),
				description: __(
					"Each gets a login with the role of the job, access to the locality (social workers and reviewing officers see their own children), and an email to choose a password. If emails cannot be sent yet, use “Reset Password” on the logins later."
				),
			},
			{
				fieldtype: "Check",
				fieldname: "ppoc_sample_children",
				label: __("Add eight sample children to try things with"),
				description: __(
					"They come to the first team of the list, and their surname is Sample. The site check removes them with everything that was typed about them."
				),
			},
		],
		onload: (slide) => slide.get_input("ppoc_first_sheet").on("input", frappe.utils.debounce(() => look(slide), 400)),
		validate() {
			const nowhere = this.get_value("ppoc_sample_children") && !this.get_value("ppoc_first_sheet")?.trim();
			const fault = nowhere ? __("The sample children need a team. Write one into the list, with yourself as its manager.") : this.fault;
			if (!fault) return true;
			frappe.msgprint({ title: __("Localities and teams"), message: frappe.utils.escape_html(fault) });
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
