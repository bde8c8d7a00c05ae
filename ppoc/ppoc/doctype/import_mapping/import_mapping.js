// The Import Mapping form: suggests columns from a file, which the user corrects by choosing fields.

frappe.ui.form.on("Import Mapping", {
	refresh(frm) {
		frm.add_custom_button(__("Suggest columns from a file"), () => ask_file(frm));
		frm.set_query("team", () => (frm.doc.locality ? { filters: { locality: frm.doc.locality } } : {}));
	},
});

function ask_file(frm) {
	if (!frm.doc.kind || (frm.doc.kind === "Extract" && !frm.doc.loads)) {
		frappe.msgprint(__("First say what the mapping is for: its kind and, for an extract, what it loads."));
		return;
	}
	const $input = $(`<input type="file" class="ppoc-mapping-file" accept=".xlsx,.csv" hidden>`);
	$input.attr("aria-label", __("File to suggest columns from"));
	$input.on("change", async () => {
		const file = $input.get(0).files[0];
		$input.remove();
		if (file) await suggest(frm, file);
	});
	$(frm.wrapper).append($input);
	$input.trigger("click");
}

async function suggest(frm, file) {
	const form = new FormData();
	form.append("kind", frm.doc.kind);
	if (frm.doc.loads) form.append("loads", frm.doc.loads);
	form.append("files", file, file.name);
	const answer = await fetch("/api/method/ppoc.imports.mapping_api.suggest", {
		method: "POST",
		headers: { "X-Frappe-CSRF-Token": frappe.csrf_token, Accept: "application/json" },
		body: form,
	});
	const { message } = await answer.json();
	if (!answer.ok || !message) {
		frappe.msgprint(__("The file could not be read. Check its size and kind, and try again."));
		return;
	}
	if (message.findings.length) {
		const told = message.findings.map((one) => `${one.message} ${one.remedy}`);
		frappe.msgprint(told.map((text) => frappe.utils.escape_html(text)).join("<br>"));
		return;
	}
	fill(frm, message);
}

function fill(frm, { columns, targets }) {
	frm.clear_table("columns");
	for (const { sheet, source_column, target } of columns) frm.add_child("columns", { sheet, source_column, target });
	const values = new Set(Object.values(targets).flatMap((choices) => choices.map((choice) => choice.value)));
	const grid = frm.fields_dict.columns.grid;
	grid.update_docfield_property("target", "fieldtype", "Select");
	grid.update_docfield_property("target", "options", ["", ...values].join("\n"));
	frm.refresh_field("columns");
	const open = columns.filter((one) => !one.target).length;
	frappe.show_alert({
		message: __("There are {0} columns, and {1} of them have no field. Correct what is wrong and save.", [columns.length, open]),
		indicator: open ? "orange" : "green",
	});
}
