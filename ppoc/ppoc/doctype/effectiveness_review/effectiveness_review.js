// The Effectiveness Review form: every criterion with its five scores to tap, next to last time's.

const WORDS = () => [__("never"), __("rarely"), __("sometimes"), __("often"), __("always")];
const SECTION_DAYS = ["meetings_observed_on", "panel_observed_on"];

frappe.ui.form.on("Effectiveness Review", {
	setup(frm) {
		for (const field of ["reviewer", "next_reviewer"]) {
			frm.set_query(field, () => ({ filters: { active: 1 } }));
		}
	},

	async refresh(frm) {
		frm.toggle_display("scores", false);
		frm.toggle_display(["averages_section", "frequency_section"], !frm.is_new());
		const shown = frm.doc.name;
		frm.ppoc_criteria ??= await criteria();
		if (frm.doc.name !== shown) return;
		if (frm.is_new()) add_rows(frm);
		draw(frm);
	},
});

function criteria() {
	return frappe.db.get_list("Effectiveness Criterion", {
		fields: ["name", "criterion", "section", "description", "active"],
		order_by: "number asc",
		limit: 0,
	});
}

function add_rows(frm) {
	if ((frm.doc.scores || []).length) return;
	for (const one of frm.ppoc_criteria.filter((criterion) => criterion.active)) {
		frm.add_child("scores", { criterion: one.name, section: one.section });
	}
}

function draw(frm) {
	const field = frm.get_field("scoring_html");
	const rows = frm.doc.scores || [];
	const writable = frm.is_new() || (frm.perm[0] && frm.perm[0].write);
	const sections = [...new Set(rows.map((row) => row.section))];
	const body = sections.map((section, number) => section_html(frm, section, number, writable)).join("");
	field.$wrapper.html(`<div class="ppoc-scoring"><p class="ppoc-scored" role="status"></p>${body}</div>`);
	tell(frm);
	field.$wrapper.off("change.scoring").on("change.scoring", "input", (event) => take(frm, event.target));
}

function section_html(frm, section, number, writable) {
	const day = frm.doc[SECTION_DAYS[number]];
	const when = day ? `<small>${__("observed on {0}", [ppoc.words.date(day)])}</small>` : "";
	const rows = frm.doc.scores.filter((row) => row.section === section);
	return `<h4>${ppoc.words.escape(__(section))} ${when}</h4>${rows.map((row) => row_html(frm, row, writable)).join("")}`;
}

function row_html(frm, row, writable) {
	const about = frm.ppoc_criteria.find((one) => one.name === row.criterion) || { criterion: row.criterion };
	const off = writable ? "" : "disabled";
	const choices = WORDS()
		.map((word, index) => {
			const score = String(index + 1);
			const checked = String(row.score) === score ? "checked" : "";
			return `<label><input type="radio" name="${ppoc.words.escape(row.name)}" value="${score}" ${checked} ${off}>
				<span><b>${score}</b> ${word}</span></label>`;
		})
		.join("");
	const note = ppoc.words.escape(row.note);
	return `<fieldset data-row="${ppoc.words.escape(row.name)}">
		<legend>${ppoc.words.escape(__(about.criterion))}</legend>
		<p>${ppoc.words.escape(__(about.description || ""))}</p>
		<div class="ppoc-scores">${choices}</div>
		<span class="ppoc-last">${last_time(row)}</span>
		<input type="text" class="form-control" value="${note}" maxlength="140" ${off}
			placeholder="${__("Note")}" aria-label="${__("Note")}">
	</fieldset>`;
}

function last_time(row) {
	if (!row.previous_score) return "";
	const was = __("Last time {0}", [row.previous_score]);
	const change = Number(row.score) - row.previous_score;
	if (!row.score) return was;
	if (!change) return `${was}, ${__("unchanged")}`;
	return `${was}, ${change > 0 ? __("up {0}", [change]) : __("down {0}", [-change])}`;
}

function take(frm, input) {
	const box = input.closest("fieldset");
	const row = frm.doc.scores.find((one) => one.name === box.dataset.row);
	frappe.model.set_value(row.doctype, row.name, input.type === "radio" ? "score" : "note", input.value);
	frm.dirty();
	box.querySelector(".ppoc-last").textContent = last_time(row);
	tell(frm);
}

function tell(frm) {
	const rows = frm.doc.scores || [];
	const scored = rows.filter((row) => row.score).length;
	const said = __("{0} of {1} scored", [scored, rows.length]);
	const hint = frm.is_new() ? ` · ${__("Save to see last time's scores and the meetings held.")}` : "";
	frm.get_field("scoring_html").$wrapper.find(".ppoc-scored").text(said + hint);
}
