// The Disclosure Request form: a preview in which passages are blacked out, and what is sent.

const REASONS = ["Another person", "Serious harm", "Legal advice", "Adoption", "Another reason"];

frappe.ui.form.on("Disclosure Request", {
	refresh(frm) {
		if (frm.is_new()) return;
		show_clock(frm);
		if (!frappe.perm.has_perm("Disclosure Request", 0, "export", frm.doc)) return;
		frm.add_custom_button(__("Preview"), () => new Preview(frm).open()).addClass("btn-primary");
		for (const [kind, label] of [
			["PDF", __("PDF")],
			["Data", __("Data")],
			["All", __("PDF, data and files")],
		]) {
			frm.add_custom_button(label, () => download(frm, kind), __("What is sent"));
		}
	},
});

function show_clock(frm) {
	if (["Sent", "Refused", "Withdrawn"].includes(frm.doc.status)) return;
	const late = frm.doc.due_on && frm.doc.due_on < frappe.datetime.get_today();
	frm.dashboard.clear_headline();
	frm.dashboard.set_headline(ppoc.words.escape(frm.doc.explanation || ""), late ? "red" : "blue");
}

function download(frm, kind) {
	const address = "/api/method/ppoc.retention.api.download";
	window.open(`${address}?request=${encodeURIComponent(frm.doc.name)}&kind=${kind}`);
}

/** The bundle in a dialog. Selected words are blacked out everywhere; a click offers the field, record or file. */
class Preview {
	constructor(frm) {
		this.frm = frm;
		this.waiting = [];
		this.blacked = 1;
	}

	async open() {
		this.dialog = new frappe.ui.Dialog({
			title: __("What is sent for {0}", [this.frm.doc.name]),
			size: "extra-large",
			fields: [
				{ fieldname: "tools", fieldtype: "HTML" },
				{ fieldname: "page", fieldtype: "HTML" },
			],
			primary_action_label: __("Black out"),
			primary_action: () => this.save(),
		});
		this.dialog.show();
		await this.load();
	}

	async load() {
		const asked = { request: this.frm.doc.name, blacked: this.blacked };
		const shown = await frappe.xcall("ppoc.retention.api.preview", asked);
		this.show_page(shown.html);
		this.proposals = shown.proposals;
		this.show_tools();
	}

	show_page(html) {
		const frame = document.createElement("iframe");
		frame.className = "ppoc-disclosure";
		frame.title = __("What is sent");
		// no scripts in there; same origin, so that a selection can be read
		frame.setAttribute("sandbox", "allow-same-origin");
		frame.srcdoc = `<body class="print-format">${html}</body>`;
		frame.addEventListener("load", () => this.listen(frame));
		this.dialog.get_field("page").$wrapper.empty().append(frame);
	}

	listen(frame) {
		const page = frame.contentDocument;
		page.addEventListener("mouseup", () => {
			const words = String(page.getSelection()).trim();
			if (words) this.add({ kind: "Words everywhere", words });
		});
		page.addEventListener("dblclick", (event) => this.offer(event.target));
	}

	/** Offers the field, record or file that was double-clicked. */
	offer(target) {
		const entry = target.closest("[data-record]");
		if (!entry) return;
		this.waiting = this.waiting.filter((row) => row.kind !== "Words everywhere" || row.proposed);
		const { type, record } = entry.dataset;
		const file = target.closest("[data-file]");
		const field = target.closest("[data-field]");
		if (file) this.add({ kind: "A file", record_type: type, record: file.dataset.file });
		else if (field) this.add({ kind: "A field", record_type: type, record, field: field.dataset.field });
		else this.add({ kind: "A record", record_type: type, record });
	}

	add(row) {
		const same = (other) => ["kind", "words", "record", "field"].every((key) => other[key] === row[key]);
		if (!this.waiting.some(same)) this.waiting.push(row);
		this.show_tools();
	}

	show_tools() {
		const $tools = this.dialog.get_field("tools").$wrapper.empty();
		$tools.append(
			$("<p>").text(
				__("Select words to black them out everywhere. Double-click a line, a heading or a file to take it out.")
			)
		);
		const marked = this.waiting.map((row) => row.words);
		for (const name of this.proposals.filter((proposal) => !marked.includes(proposal))) {
			const $name = $('<button type="button" class="btn btn-xs btn-default mr-2 mb-2">');
			$name.text(__("Another child is named: {0}", [name]));
			$name.on("click", () => this.add({ kind: "Words everywhere", words: name, proposed: true }));
			$tools.append($name);
		}
		this.waiting.forEach((row, place) => $tools.append(this.chip(row, place)));
		const $both = $('<button type="button" class="btn btn-xs btn-link">');
		$both.text(this.blacked ? __("Show what is under the black") : __("Show as it is sent"));
		$both.on("click", () => {
			this.blacked = this.blacked ? 0 : 1;
			this.load();
		});
		$tools.append($("<div>").append(this.reason(), $both));
		this.dialog.get_primary_btn().prop("disabled", !this.waiting.length);
	}

	chip(row, place) {
		const $chip = $('<button type="button" class="btn btn-xs btn-warning mr-2 mb-2">');
		const what = row.words || [__(row.record_type), row.record, row.field].filter(Boolean).join(", ");
		$chip.text(`${__(row.kind)}: ${what} ×`).attr("title", __("Do not black this out"));
		return $chip.on("click", () => {
			this.waiting.splice(place, 1);
			this.show_tools();
		});
	}

	reason() {
		this.$reason = this.$reason || $('<select class="input-xs mr-2">').attr("aria-label", __("Why"));
		if (!this.$reason.children().length) {
			for (const reason of REASONS) this.$reason.append($("<option>").val(reason).text(__(reason)));
		}
		return this.$reason;
	}

	async save() {
		const reason = this.$reason.val();
		const rows = this.waiting.map((row) => ({ ...row, reason }));
		await frappe.xcall("ppoc.retention.api.black_out", {
			request: this.frm.doc.name,
			modified: this.frm.doc.modified,
			redactions: JSON.stringify(rows),
		});
		this.waiting = [];
		await this.frm.reload_doc();
		this.blacked = 1;
		await this.load();
	}
}
