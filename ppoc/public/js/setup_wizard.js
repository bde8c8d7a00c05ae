// The setup wizard's slide on practice packs: an authority ticks the practice it follows.

frappe.setup.on("before_load", () => {
	const packs = frappe.boot.ppoc_practice_packs || [];
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
