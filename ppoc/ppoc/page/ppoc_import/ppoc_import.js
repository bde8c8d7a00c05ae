// Imports children from files: choose, preview, decide, watch, and see the result. Each run has its address:
// /ppoc-import/IMP-00001 shows that run again, whatever has happened to the browser in between.
(() => {
	frappe.pages["ppoc-import"].on_page_load = (wrapper) => {
		const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Load children"), single_column: true });
		wrapper.loader = new ImportPage(page);
	};

	frappe.pages["ppoc-import"].on_page_show = (wrapper) => wrapper.loader.show(frappe.get_route()[1]);

	const LOOK_EVERY = 2000;
	const SEVERITIES = ["File", "Refused", "Warning", "Note"];
	const COUNTS = [
		["children_clean", __("clean")],
		["children_warned", __("with warnings, but loaded")],
		["children_refused", __("refused")],
		["children_hidden", __("no access, left unchanged")],
	];
	const EFFECTS = [
		["children_new", __("new")],
		["children_changed", __("changed")],
		["children_unchanged", __("unchanged")],
	];
	const text = (value) => frappe.utils.escape_html(String(value ?? ""));

	class ImportPage {
		constructor(page) {
			this.page = page;
			this.$body = $('<div class="ppoc-import"></div>').appendTo(page.main);
			frappe.realtime.on("ppoc_import_progress", (news) => {
				if (this.run && news.run === this.run.name) this.show_percent(news.percent);
			});
		}

		async show(run) {
			clearTimeout(this.timer);
			if (run) return this.refresh(run);
			this.run = null;
			this.choices = this.choices || (await this.ask("choices", {}, "GET"));
			this.draw_form();
		}

		async ask(method, args, type = "POST") {
			const answer = await frappe.call({ method: `ppoc.imports.api.${method}`, args, type });
			return answer.message;
		}

		// step 1: what to import

		draw_form() {
			this.$body.html(`
				<form class="ppoc-import-form" aria-label="${__("Choose what to load")}">
					${this.field("kind", __("Kind of import"), this.options(this.choices.kinds.map((k) => [k.kind, k.label])))}
					<p class="text-muted" id="ppoc-import-says"></p>
					<div class="ppoc-import-field">
						<label for="ppoc-import-files">${__("Files")}</label>
						<input type="file" id="ppoc-import-files" name="files" multiple required
							aria-describedby="ppoc-import-files-help">
						<small class="text-muted" id="ppoc-import-files-help"></small>
					</div>
					<div class="ppoc-import-place">
						${this.field("locality", __("Locality for new children"), this.options(this.choices.localities.map((l) => [l, l]), true))}
						${this.field("team", __("Team for new children (optional)"), "")}
					</div>
					<div class="ppoc-import-year ppoc-import-field">
						<label for="ppoc-import-year">${__("Year of the return (optional)")}</label>
						<input type="number" class="form-control" id="ppoc-import-year" name="year" min="2010" max="2100"
							aria-describedby="ppoc-import-year-help">
						<small class="text-muted" id="ppoc-import-year-help">${__("The year it ends in: 2026 is April 2025 to March 2026. Leave blank to work it out from most of its dates.")}</small>
					</div>
					<p class="ppoc-import-year"><label><input type="checkbox" id="ppoc-import-without_episodes"> ${__("Also add young people without any episode in the return, such as care leavers")}</label></p>
					<div class="ppoc-import-mapping">
						${this.field("mapping", __("Column mapping (leave blank to match columns by name)"), "")}
						<p><a href="${frappe.utils.generate_route({ type: "doctype", name: "Import Mapping" })}">${__("Make or change a column mapping")}</a></p>
					</div>
					<p class="ppoc-import-fault text-danger" role="alert"></p>
					<button type="submit" class="btn btn-primary btn-sm">${__("Preview")}</button>
					<span class="text-muted ppoc-import-nothing">${__("A preview changes nothing.")}</span>
				</form>`);
			this.$form = this.$body.find("form");
			this.$form.find("#ppoc-import-kind").on("change", () => this.adapt_form());
			this.$form.find("#ppoc-import-locality").on("change", () => this.fill_teams());
			this.$form.on("submit", (event) => {
				event.preventDefault();
				this.preview();
			});
			if (this.choices.localities.length === 1) this.$form.find("#ppoc-import-locality").val(this.choices.localities[0]);
			this.adapt_form();
		}

		field(name, label, options) {
			return `<div class="ppoc-import-field">
				<label for="ppoc-import-${name}">${label}</label>
				<select class="form-control" id="ppoc-import-${name}" name="${name}">${options}</select>
			</div>`;
		}

		options(pairs, blank = false) {
			const all = blank ? [["", ""], ...pairs] : pairs;
			return all.map(([value, label]) => `<option value="${text(value)}">${text(label)}</option>`).join("");
		}

		value(name) {
			return this.$form.find(`#ppoc-import-${name}`).val() || "";
		}

		adapt_form() {
			const kind = this.choices.kinds.find((k) => k.kind === this.value("kind"));
			const mappings = this.choices.mappings.filter((m) => m.kind === kind.kind).map((m) => [m.name, m.name]);
			this.$form.find("#ppoc-import-says").text(kind.says);
			this.$form.find("#ppoc-import-files").attr("accept", kind.endings.join(",")).prop("multiple", !kind.one_file);
			this.$form
				.find("#ppoc-import-files-help")
				.text(`${kind.endings.join(", ")}; ${this.limit()}`);
			this.$form.find(".ppoc-import-place").toggle(kind.asks_place);
			this.$form.find("#ppoc-import-locality").prop("required", kind.asks_place);
			this.$form.find(".ppoc-import-year").toggle(kind.kind === "SSDA903 return");
			this.$form.find(".ppoc-import-mapping").toggle(kind.needs_mapping);
			this.$form.find("#ppoc-import-mapping").html(this.options(mappings, true));
			this.fill_teams();
		}

		/** Returns the limit that applies first: for each file, or for everything in one request. */
		limit() {
			const { megabytes, together } = this.choices;
			return megabytes < together ? __("up to {0} MB each", [megabytes]) : __("up to {0} MB in total", [together]);
		}

		fill_teams() {
			const teams = this.choices.teams.filter((team) => team.locality === this.value("locality"));
			this.$form.find("#ppoc-import-team").html(this.options(teams.map((t) => [t.name, t.name]), true));
		}

		fault(message) {
			this.$form.find(".ppoc-import-fault").text(message);
		}

		too_much() {
			this.fault(__("Together the files are larger than {0} MB, the most this site can take at once. Send them as one zip archive, or ask the administrator to raise max_file_size.", [this.choices.together]));
		}

		async preview() {
			const files = [...this.$form.find("#ppoc-import-files")[0].files];
			const limit = this.choices.megabytes * 1024 * 1024;
			const big = files.filter((file) => file.size > limit);
			this.fault("");
			if (big.length) {
				const names = big.map((file) => file.name).join(", ");
				this.fault(__("{0} is larger than {1} MB. Check that it is the right file; if it is, ask the administrator to raise the limit.", [names, this.choices.megabytes]));
				return;
			}
			if (files.reduce((sum, file) => sum + file.size, 0) > this.choices.together * 1024 * 1024) {
				this.too_much();
				return;
			}
			const form = new FormData();
			for (const name of ["kind", "locality", "team", "year", "mapping"]) form.append(name, this.value(name));
			form.append("without_episodes", this.$form.find("#ppoc-import-without_episodes").prop("checked") ? "1" : "");
			for (const file of files) form.append("files", file, file.name);
			const $button = this.$form.find("button[type=submit]").prop("disabled", true).text(__("Reading…"));
			try {
				const run = await this.send(form);
				if (run) frappe.set_route("ppoc-import", run.name);
			} finally {
				$button.prop("disabled", false).text(__("Preview"));
			}
		}

		async send(form) {
			const headers = { "X-Frappe-CSRF-Token": frappe.csrf_token, Accept: "application/json" };
			let response;
			try {
				response = await fetch("/api/method/ppoc.imports.api.preview", { method: "POST", headers, body: form });
			} catch {
				this.fault(__("The files did not arrive. The connection was lost, or a file changed while it was being sent. Choose them again."));
				return null;
			}
			if (response.status === 413) {
				this.too_much();
				return null;
			}
			const answer = await response.json().catch(() => ({}));
			if (response.ok && answer.message) return answer.message;
			const said = JSON.parse(answer._server_messages || "[]").map((message) => JSON.parse(message).message);
			this.fault(frappe.utils.html2text ? frappe.utils.html2text(said.join(" ")) : said.join(" "));
			if (!said.length) this.fault(__("The files could not be read (error {0}). Nothing was loaded.", [response.status]));
			return null;
		}

		// steps 2 to 4: preview, progress, result

		async refresh(name) {
			const before = this.run && this.run.name === name ? this.run.status : "";
			this.run = await this.ask("status", { run: name });
			if (this.run.status !== before) this.draw_run(before !== "");
			if (this.run.status === "Loading") {
				this.show_percent(this.run.percent);
				this.timer = setTimeout(() => this.refresh(name), LOOK_EVERY);
			}
		}

		draw_run(announce) {
			const run = this.run;
			this.typed = new Map();
			this.$body.html(`
				<section aria-labelledby="ppoc-import-title">
					<h2 id="ppoc-import-title" tabindex="-1">${text(this.title())}</h2>
					<p class="text-muted">${text(run.kind)} · <a href="${text(run.url)}">${text(run.name)}</a> · ${text((run.files || "").split("\n").join(", "))}</p>
					<div role="status" aria-live="polite" class="ppoc-import-status">${text(run.outcome)}</div>
					${run.status === "Loading" ? this.progress() : ""}
					${run.status === "Refused" ? "" : this.counts()}
					${this.removals()}
					${this.to_finish()}
					<div class="ppoc-import-buttons">${this.buttons()}</div>
				</section>
				${this.changes()}
				${this.corrected()}
				<section aria-labelledby="ppoc-import-findings-title" class="ppoc-import-findings">
					<h3 id="ppoc-import-findings-title">${__("Findings")}</h3>
					<div class="ppoc-import-filter">
						<label for="ppoc-import-severity">${__("Show")}</label>
						<select class="form-control" id="ppoc-import-severity">${this.options(this.severities(), false)}</select>
						<label for="ppoc-import-search">${__("with")}</label>
						<input type="search" class="form-control" id="ppoc-import-search" placeholder="${__("child, file, column, rule or word")}">
						<a class="btn btn-default btn-sm" href="/api/method/ppoc.imports.api.export_findings?run=${encodeURIComponent(run.name)}">${__("Export all findings")}</a>
					</div>
					<div class="ppoc-import-rows" role="region" tabindex="0" aria-label="${__("List of findings")}"></div>
				</section>`);
			this.$body.find(".ppoc-load").on("click", () => this.decide("load"));
			this.$body.find(".ppoc-correct").on("click", () => this.correct());
			this.$body.find(".ppoc-import-rows").on("input", ".ppoc-import-cell", (event) => this.type(event.target));
			this.$body.find(".ppoc-import-rows").on("click", ".ppoc-import-use", ({ currentTarget }) => this.use(currentTarget));
			this.$body.find(".ppoc-nothing").on("click", () => this.decide("discard"));
			this.$body.find(".ppoc-again").on("click", () => frappe.set_route("ppoc-import"));
			this.$body.find("#ppoc-import-severity").on("change", () => this.draw_findings(0));
			this.$body.find("#ppoc-import-search").on("input", frappe.utils.debounce(() => this.draw_findings(0), 300));
			this.draw_findings(0);
			if (announce || run.status === "Previewed") this.$body.find("#ppoc-import-title").trigger("focus");
		}

		title() {
			const titles = {
				Previewed: __("Preview: nothing has been loaded yet"),
				Loading: __("Loading"),
				Loaded: __("Loaded"),
				"Nothing loaded": __("Nothing was loaded"),
				Refused: __("The files were refused: nothing was loaded"),
				Interrupted: __("Interrupted: nothing was loaded"),
			};
			return titles[this.run.status] || this.run.status;
		}

		counts() {
			const card = ([field, label]) => `<div><dt>${label}</dt><dd>${cint(this.run[field])}</dd></div>`;
			const year = this.run.year ? __("Return of April {0} to March {1}", [this.run.year - 1, this.run.year]) : "";
			return `
				<p>${year}</p>
				<h3>${__("Children in the files")}</h3><dl class="ppoc-import-counts">${COUNTS.map(card).join("")}</dl>
				<h3>${this.run.status === "Loaded" ? __("What was loaded") : __("What loading will do")}</h3>
				<dl class="ppoc-import-counts">${EFFECTS.map(card).join("")}</dl>`;
		}

		buttons() {
			const loadable = this.run.children_clean + this.run.children_warned;
			if (this.run.status === "Loading") return "";
			if (this.run.status !== "Previewed")
				return `${this.correct_button()}<button class="btn btn-default btn-sm ppoc-again">${__("Load other files")}</button>`;
			const load = loadable === 1 ? __("Load this child") : __("Load these {0} children", [loadable]);
			return `
				${this.correct_button()}
				<button class="btn btn-primary btn-sm ppoc-load" ${loadable ? "" : "disabled"}>${load}</button>
				<button class="btn btn-default btn-sm ppoc-nothing">${__("Load nothing")}</button>`;
		}

		progress() {
			return `<label for="ppoc-import-progress">${__("Progress")}</label>
				<progress id="ppoc-import-progress" max="100" value="0">0 %</progress>
				<span class="ppoc-import-percent">0 %</span>
				<p class="text-muted">${__("You can leave this page; the load will continue.")}</p>`;
		}

		show_percent(percent) {
			const shown = Math.max(percent || 0, this.$body.find("#ppoc-import-progress").val() || 0);
			this.$body.find("#ppoc-import-progress").val(shown).text(`${shown} %`);
			this.$body.find(".ppoc-import-percent").text(`${shown} %`);
			if (percent === 100) setTimeout(() => this.run && this.refresh(this.run.name), 300);
		}

		changes() {
			if (!this.run.changes.length) return "";
			const items = this.run.changes.map(
				(change) => `<li><strong>${text(change.child)}</strong><ul>${change.changes.map((line) => `<li>${text(line)}</li>`).join("")}</ul></li>`
			);
			const more = this.run.changes_in_all - this.run.changes.length;
			const rest = more > 0 ? `<p>${__("… and {0} more children.", [more])}</p>` : "";
			return `<details class="ppoc-import-changes">
				<summary>${__("Changes child by child ({0})", [cint(this.run.changes_in_all)])}</summary>
				<ul>${items.join("")}</ul>${rest}
			</details>`;
		}

		/** Rows that were refused can be put right here: each finding about a cell asks what the cell should say. */
		to_finish() {
			const { corrects, status, findings } = this.run;
			if (!corrects || !(findings.Refused || findings.Warning)) return "";
			const help = __("Under Findings, write what a cell should say, then check again. The file itself is not changed.");
			if (status !== "Loaded") return `<p class="text-muted">${help}</p>`;
			const left = findings.Refused === 1 ? __("1 row is not loaded yet.") : __("{0} rows are not loaded yet.", [cint(findings.Refused)]);
			return `<p><strong>${left}</strong> ${help}</p>`;
		}

		correct_button() {
			return `<button class="btn btn-primary btn-sm ppoc-correct" hidden></button>`;
		}

		corrected() {
			if (!this.run.corrections.length) return "";
			const items = this.run.corrections.map(
				(one) => `<li>${[one.sheet, __("line {0}", [one.line]), one.column].filter(Boolean).map(text).join(", ")}: <strong>${text(one.text) || __("(left empty)")}</strong></li>`
			);
			return `<details class="ppoc-import-corrected"><summary>${__("Corrected here ({0})", [items.length])}</summary><ul>${items.join("")}</ul></details>`;
		}

		type(input) {
			const { sheet, line, column } = input.dataset;
			const key = JSON.stringify([sheet, line, column]);
			if (input.value.trim()) this.typed.set(key, { sheet, line: Number(line), column, text: input.value.trim() });
			else this.typed.delete(key);
			const count = this.typed.size;
			this.$body
				.find(".ppoc-correct")
				.prop("hidden", !count)
				.text(count === 1 ? __("Check again with 1 correction") : __("Check again with {0} corrections", [count]));
		}

		use(button) {
			const input = $(button).closest("td").find(".ppoc-import-cell")[0];
			input.value = button.dataset.text;
			this.type(input);
			input.focus();
		}

		async correct() {
			const $buttons = this.$body.find(".ppoc-import-buttons button").prop("disabled", true);
			try {
				const run = await this.ask("correct", { run: this.run.name, corrections: JSON.stringify([...this.typed.values()]) });
				if (run) frappe.set_route("ppoc-import", run.name);
			} finally {
				$buttons.prop("disabled", false);
			}
		}

		/** Asks what the cell of a finding should say, with what may be meant. */
		cell(row) {
			if (!this.run.corrects || !cint(row.correctable)) return "";
			const place = `data-sheet="${text(row.sheet)}" data-line="${cint(row.line)}" data-column="${text(row.column)}"`;
			const label = __("What {0} in line {1} should say", [row.column, row.line]);
			const typed = this.typed.get(JSON.stringify([row.sheet || "", String(row.line), row.column]));
			const use = row.suggestion
				? ` <button type="button" class="btn btn-default btn-xs ppoc-import-use" data-text="${text(row.suggestion)}">${text(__("Use {0}", [row.suggestion]))}</button>`
				: "";
			return `<div class="ppoc-import-correction"><input type="text" class="form-control ppoc-import-cell" ${place}
				value="${text(typed?.text)}" aria-label="${text(label)}" placeholder="${text(label)}">${use}</div>`;
		}

		/** What is here and no longer in the files: it stays unless the user ticks the box below the list. */
		removals() {
			if (!this.run.removals.length || this.run.status !== "Previewed") return "";
			const items = this.run.removals.map(
				(one) => `<li><strong>${text(one.child)}</strong><ul>${Object.values(one.records).map((line) => `<li>${text(line)}</li>`).join("")}</ul></li>`
			);
			return `<section class="ppoc-import-removals" aria-labelledby="ppoc-import-removals-title">
				<h3 id="ppoc-import-removals-title">${__("History that the files no longer have ({0} children)", [this.run.removals.length])}</h3>
				<p>${__("It stays as it is, unless you agree to its removal. An export that is incomplete looks the same as a correction.")}</p>
				<div role="region" tabindex="0" aria-labelledby="ppoc-import-removals-title"><ul>${items.join("")}</ul></div>
				<label><input type="checkbox" id="ppoc-import-remove"> ${__("Remove this history when loading. I have looked at the list.")}</label>
			</section>`;
		}

		severities() {
			const labels = { File: __("errors in the files"), Refused: __("refused"), Warning: __("warnings"), Note: __("notes") };
			const there = SEVERITIES.filter((severity) => this.run.findings[severity]);
			const pairs = there.map((severity) => [severity, `${labels[severity]} (${this.run.findings[severity]})`]);
			return [["", __("everything")], ...pairs];
		}

		async draw_findings(start) {
			const $rows = this.$body.find(".ppoc-import-rows");
			const asked = {
				run: this.run.name,
				severity: this.$body.find("#ppoc-import-severity").val() || "",
				text: this.$body.find("#ppoc-import-search").val() || "",
				start,
			};
			this.asked = asked;
			const found = await this.ask("findings", asked, "GET");
			if (this.asked !== asked) return;
			if (!found.total) {
				$rows.html(`<p class="text-muted">${__("Nothing to show.")}</p>`);
				return;
			}
			const end = start + found.rows.length;
			$rows.html(`
				<table class="table ppoc-table">
					<caption>${__("{0} to {1} of {2}", [start + 1, end, cint(found.total)])}</caption>
					<thead><tr><th scope="col">${__("Severity")}</th><th scope="col">${__("Where")}</th><th scope="col">${__("Child")}</th><th scope="col">${__("Finding and what to do")}</th></tr></thead>
					<tbody>${found.rows.map((row) => this.finding(row)).join("")}</tbody>
				</table>
				<button class="btn btn-default btn-xs ppoc-previous" ${start ? "" : "disabled"}>${__("Previous")}</button>
				<button class="btn btn-default btn-xs ppoc-next" ${end < found.total ? "" : "disabled"}>${__("Next")}</button>`);
			$rows.find(".ppoc-previous").on("click", () => this.draw_findings(Math.max(start - found.page_length, 0)));
			$rows.find(".ppoc-next").on("click", () => this.draw_findings(end));
		}

		finding(row) {
			const line = row.line ? __("line {0}", [row.line]) : "";
			const where = [text(row.file), line, text(row.column)].filter(Boolean).join("<br>");
			const rule = row.rule ? ` <span class="text-muted">(${text(row.rule)})</span>` : "";
			return `<tr class="ppoc-import-${row.severity.toLowerCase()}">
				<td>${text(__(row.severity))}</td><td>${where}</td><td>${text(row.child_id)}</td>
				<td>${text(row.message)}${rule}<div class="text-muted">${text(row.remedy)}</div>${this.cell(row)}</td></tr>`;
		}

		async decide(step) {
			this.$body.find(".ppoc-import-buttons button").prop("disabled", true);
			try {
				const remove = step === "load" && this.$body.find("#ppoc-import-remove").prop("checked");
				await this.ask(step, remove ? { run: this.run.name, remove: 1 } : { run: this.run.name });
			} finally {
				await this.refresh(this.run.name);
			}
		}
	}
})();
