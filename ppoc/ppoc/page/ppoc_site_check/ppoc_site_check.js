// Site check: what is wrong with the installation, how to fix it, and who has accepted which finding ("We
// know").
(() => {
	frappe.pages["ppoc-site-check"].on_page_load = (wrapper) => {
		const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Site check"), single_column: true });
		wrapper.check = new SiteCheck(page);
	};

	frappe.pages["ppoc-site-check"].on_page_show = (wrapper) => wrapper.check.look();

	const text = (value) => frappe.utils.escape_html(String(value ?? ""));
	const COLOURS = ["", "red", "orange", "purple", "blue", "gray"];

	class SiteCheck {
		constructor(page) {
			this.page = page;
			this.page.set_secondary_action(__("Look again"), () => this.look(true));
			this.$body = $('<div class="ppoc-site-check"></div>').appendTo(page.main);
		}

		async ask(method, args, type = "POST") {
			const answer = await frappe.call({ method: `ppoc.site_check.api.${method}`, args, type });
			return answer.message;
		}

		async look(focus = false) {
			this.$body.attr("aria-busy", "true");
			if (!this.rows) this.$body.html(`<p role="status">${__("Looking…")}</p>`);
			this.rows = await this.ask("findings", {}, "GET");
			this.draw();
			this.$body.attr("aria-busy", "false");
			if (focus) this.$body.find("#ppoc-site-check-title").trigger("focus");
		}

		draw() {
			const open = this.rows.filter((row) => !row.accepted);
			const known = this.rows.filter((row) => row.accepted);
			this.$body.html(`
				<h2 id="ppoc-site-check-title" tabindex="-1">${this.summary(open)}</h2>
				<p class="text-muted">${__("The worst comes first. Accepting a finding keeps it off this list until a date, with your reason on record.")}</p>
				<ol class="ppoc-site-check-list" aria-labelledby="ppoc-site-check-title">${open.map((row) => this.finding(row)).join("")}</ol>
				${known.length ? `<h2>${__("Accepted findings")}</h2><ol class="ppoc-site-check-list">${known.map((row) => this.finding(row)).join("")}</ol>` : ""}
				<p><a href="${frappe.utils.generate_route({ type: "doctype", name: "Accepted Risk" })}">${__("Everything that was ever accepted, and by whom")}</a></p>`);
			this.$body.find(".ppoc-site-check-accept").on("click", (event) => this.accept(this.row_of(event)));
			this.$body.find(".ppoc-site-check-samples").on("click", () => this.remove_sample_children());
			this.$body.find(".ppoc-site-check-withdraw").on("click", (event) => this.withdraw(this.row_of(event)));
		}

		row_of(event) {
			return this.rows.find((row) => row.key === $(event.currentTarget).attr("data-key"));
		}

		summary(open) {
			const serious = open.filter((row) => row.serious).length;
			if (!serious) return __("Nothing serious");
			return serious === 1 ? __("One thing to put right") : __("{0} things to put right", [serious]);
		}

		finding(row) {
			return `<li class="ppoc-site-check-finding" data-finding="${text(row.key)}">
				<h3><span class="indicator-pill no-indicator-dot ${COLOURS[row.rank]}">${text(row.severity)}</span> ${text(row.title)}</h3>
				<p>${text(row.what)}</p>
				<p class="ppoc-site-check-remedy"><strong>${__("To put it right:")}</strong> ${text(row.remedy)}</p>
				${row.key === "sample-children" ? this.samples_button() : ""}
				${row.accepted ? this.known(row) : this.button(row)}
			</li>`;
		}

		known(row) {
			const said = __("Accepted by {0} until {1}: {2}", [row.accepted.by, row.accepted.until, row.accepted.reason]);
			return `<p>${text(said)}</p>
				<button class="btn btn-default btn-xs ppoc-site-check-withdraw" data-key="${text(row.key)}"
					aria-label="${text(__("Withdraw: {0}", [row.title]))}">${__("Withdraw")}</button>`;
		}

		samples_button() {
			return `<button class="btn btn-default btn-xs ppoc-site-check-samples">${__("Remove the sample children…")}</button>`;
		}

		remove_sample_children() {
			const said = __("Remove the sample children, their plans, notes, actions and files? This cannot be undone. Meetings and other children stay.");
			frappe.confirm(said, async () => {
				const { removed, kept } = await this.ask("remove_sample_children", {});
				const stay = kept && __("{0} stayed, because somebody changed the ID or the surname or merged another record into them.", [kept]);
				frappe.show_alert({ message: [__("Sample children removed: {0}.", [removed]), stay].filter(Boolean).join(" "), indicator: "green" }, 10);
				await this.look(true);
			});
		}

		button(row) {
			if (!row.acceptable) return "";
			return `<button class="btn btn-default btn-xs ppoc-site-check-accept" data-key="${text(row.key)}"
				aria-label="${text(__("Accept: {0}", [row.what]))}">${__("Accept…")}</button>`;
		}

		accept(row) {
			const dialog = new frappe.ui.Dialog({
				title: __("Accept this finding"),
				fields: [
					{ fieldtype: "HTML", fieldname: "what", options: `<p>${text(row.what)}</p>` },
					{ fieldtype: "Small Text", fieldname: "reason", label: __("Why is it left as it is?"), reqd: 1 },
					{
						fieldtype: "Date",
						fieldname: "until",
						label: __("Until"),
						reqd: 1,
						description: __("{0} at the latest. The finding is shown again after that.", [frappe.datetime.str_to_user(row.until_at_most)]),
					},
				],
				primary_action_label: __("Accept"),
				primary_action: async ({ reason, until }) => {
					await this.ask("accept", { finding: row.key, reason, until });
					dialog.hide();
					await this.look(true);
				},
			});
			// Frappe moves the focus once the dialog has faded in; what is typed by then must not be lost.
			dialog.on_page_show = () => dialog.get_input("reason").focus();
			dialog.show();
		}

		withdraw(row) {
			frappe.confirm(__("Show this finding again from now on?"), async () => {
				await this.ask("withdraw", { name: row.accepted.name });
				await this.look(true);
			});
		}
	}
})();
