// Connect Excel or Power BI: the address of the feed, a key that opens the feed alone, and the three steps in pictures.
(() => {
	frappe.pages["ppoc-connect"].on_page_load = (wrapper) => {
		const title = __("Connect Excel or Power BI");
		const page = frappe.ui.make_app_page({ parent: wrapper, title, single_column: true });
		wrapper.connect = new Connect(page);
	};

	frappe.pages["ppoc-connect"].on_page_show = (wrapper) => wrapper.connect.look();

	const text = (value) => frappe.utils.escape_html(String(value ?? ""));
	const ask = async (method, type) =>
		(await frappe.call({ method: `ppoc.reporting.odata.keys_api.${method}`, type })).message;

	class Connect {
		constructor(page) {
			this.$body = $('<div class="ppoc-connect" aria-live="polite"></div>').appendTo(page.main);
			this.$body.on("click", ".ppoc-connect-copy button", (event) => copy(event.currentTarget));
			this.$body.on("click", ".ppoc-connect-make", () => this.make());
			this.$body.on("click", ".ppoc-connect-withdraw", () => this.withdraw());
		}

		async look() {
			this.state = await ask("state", "GET");
			this.draw();
		}

		draw(made) {
			const { address, key } = this.state;
			this.$body.html(`
				<p>${__("Your lists and reports open in Excel and Power BI, with the rows that you see here. They are read anew whenever the workbook is refreshed.")}</p>
				<h2>${__("1. The address")}</h2>
				${field(__("Address"), address, "address")}
				<h2>${__("2. Your key")}</h2>
				${made ? this.shown(made) : this.known(key)}
				<h2>${__("3. In Excel or Power BI")}</h2>
				<ol>${this.steps().map(step).join("")}</ol>
				<p>${__("Choose the lists you need. Power BI joins them by itself: an action belongs to its child, a plan too.")}</p>
				<p class="text-muted">${__("Whoever opens the workbook sees what your key saw. Keep it where only people are who may see these children.")}</p>`);
		}

		shown({ key, secret }) {
			return `${field(__("User name"), key, "key")}${field(__("Password"), secret, "secret")}
				<p role="status">${__("Copy the password now: it is not shown again. The key opens this feed only, nothing else of yours.")}</p>`;
		}

		known(key) {
			if (!key) {
				return `<p>${__("A key stands for you, so that your own password stays out of the workbook.")}</p>
					<button class="btn btn-primary btn-sm ppoc-connect-make">${__("Make a key")}</button>`;
			}
			return `${field(__("User name"), key, "key")}
				<p>${__("You have a key. Its password was shown when it was made.")}</p>
				<button class="btn btn-default btn-sm ppoc-connect-make">${__("Make a new key")}</button>
				<button class="btn btn-default btn-sm ppoc-connect-withdraw">${__("Withdraw the key")}</button>`;
		}

		steps() {
			return [
				["get-data", __("Excel: Data, Get Data, From Other Sources, From OData Feed. Power BI: Get data, OData feed.")],
				["address", __("Paste the address.")],
				["key", __("Choose Basic. Paste the user name and the password, then Connect.")],
			];
		}

		make() {
			const go = async () => {
				const made = await ask("make_key", "POST");
				this.state.key = made.key;
				this.draw(made);
			};
			if (!this.state.key) return go();
			frappe.confirm(__("Make a new key? Workbooks with the old one stop until they are given the new one."), go);
		}

		withdraw() {
			frappe.confirm(__("Withdraw the key? Workbooks that use it can no longer be refreshed."), async () => {
				await ask("withdraw_key", "POST");
				await this.look();
			});
		}
	}

	function field(label, value, name) {
		return `<div class="ppoc-connect-copy">
			<label for="ppoc-connect-${name}">${label}</label>
			<input id="ppoc-connect-${name}" class="form-control" readonly value="${text(value)}">
			<button class="btn btn-default btn-sm" aria-label="${text(__("Copy: {0}", [label]))}">${__("Copy")}</button>
		</div>`;
	}

	function step([picture, words]) {
		return `<li><img src="/assets/ppoc/images/connect/${picture}.svg" alt=""><p>${text(words)}</p></li>`;
	}

	function copy(button) {
		frappe.utils.copy_to_clipboard($(button).prev("input").val());
	}
})();
