// Owners of actions: the child's own people first, then everybody else.

frappe.provide("ppoc.people");

const WORKER_FIELDS = ["social_worker", "supervising_social_worker", "reviewing_officer"];

/** Returns the names of the child's workers, the social worker first. */
ppoc.people.of_child = async (child) => {
	if (!child) return [];
	const record = await frappe.db.get_doc("Child", child);
	const others = (record.workers || []).filter((row) => !row.to_date).map((row) => row.worker);
	const names = [...WORKER_FIELDS.map((field) => record[field]), ...others].filter(Boolean);
	return [...new Set(names)];
};

/** Returns rows {name, worker_name, job} in the order of the names given. */
ppoc.people.described = async (names) => {
	if (!names.length) return [];
	const rows = await frappe.db.get_list("Worker", {
		filters: { name: ["in", names] },
		fields: ["name", "worker_name", "job"],
		limit: names.length,
	});
	return names.map((name) => rows.find((row) => row.name === name)).filter(Boolean);
};

/** Adds buttons under an owner field that fill in one of the child's people. */
ppoc.people.offer = (control, people) => {
	control.$wrapper.find(".ppoc-people").remove();
	if (!people.length || control.df.read_only) return;
	const box = $(`<div class="ppoc-people" role="group"></div>`).attr("aria-label", __("People of this child"));
	for (const person of people) {
		$(`<button type="button" class="btn btn-xs btn-default"></button>`)
			.text(person.job ? `${person.worker_name} (${__(person.job)})` : person.worker_name)
			.on("click", () => control.set_value(person.name))
			.appendTo(box);
	}
	control.$wrapper.append(box);
};
