// The Timescale Duty form: shows the rules of all packs for it side by side, so that one can be chosen.

frappe.ui.form.on("Timescale Duty", {
	async refresh(frm) {
		const $place = frm.get_field("rules_html").$wrapper.empty();
		if (frm.is_new()) return;
		const name = frm.doc.name;
		const told = await ppoc.ask("ppoc.timescales.api.rules_for_duty", { duty: name });
		if (frm.doc.name !== name) return;
		$place.html(conflict_html(told.conflict) + rules_html(told.rules));
		$place.find("[data-pack]").on("click", (event) => frm.set_value("settled_by", event.currentTarget.dataset.pack));
		frm.set_query("settled_by", () => ({
			filters: { name: ["in", told.rules.map((rule) => rule.pack).filter(Boolean)] },
		}));
	},
});

function conflict_html(packs) {
	if (!packs.length) return "";
	const said = __("These packs differ, and the rules of all of them apply: {0}. Choose one to follow.", [packs.join(", ")]);
	return `<p class="alert alert-warning" role="status">${ppoc.words.escape(said)}</p>`;
}

function rules_html(rules) {
	if (!rules.length) return `<p class="text-muted">${__("There is no rule for this duty.")}</p>`;
	const heads = [__("Pack"), __("Rule"), __("What it says"), __("Place in the source"), __("Applies")];
	return `<div class="table-responsive"><table class="table table-bordered ppoc-table">
		<caption>${__("Rules for this duty")}</caption>
		<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead>
		<tbody>${rules.map(rule_html).join("")}</tbody></table></div>`;
}

function rule_html(rule) {
	const escape = ppoc.words.escape;
	const follow = rule.pack
		? `<br><button type="button" class="btn btn-default btn-xs" data-pack="${escape(rule.pack)}"
			aria-label="${escape(__("Follow {0}", [rule.pack]))}">${__("Follow this pack")}</button>`
		: "";
	return `<tr>
		<th scope="row">${escape(rule.pack || __("Local rule"))}${follow}</th>
		<td>${ppoc.words.link("Timescale Rule", rule.name)}</td>
		<td>${escape(rule.sentence)}</td>
		<td>${escape(rule.source)}</td>
		<td>${counts_words(rule)}</td>
	</tr>`;
}

function counts_words(rule) {
	if (rule.in_force) return `<b>${__("Yes")}</b>`;
	return rule.enabled ? __("No: another pack is followed") : __("No: not enabled");
}
