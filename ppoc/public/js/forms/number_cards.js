// Number cards and shortcuts of a workspace: the whole card opens what it counted, by click or by keyboard, with all
// filters (Frappe's own leaves out those that are worked out each time, such as "mine" and "today"). A card of ours
// that counts nothing is not shown, nor a heading with no other card below it.

frappe.provide("frappe.widget.widget_factory");

const { number_card: card, shortcut } = frappe.widget.widget_factory;

if (card) {
	const set_route = card.prototype.set_route;
	card.prototype.set_route = function () {
		const dynamic = JSON.parse(this.card_doc.dynamic_filters_json || "[]");
		if (this.card_doc.type === "Report" || !dynamic.length) return set_route.call(this);
		const filters = frappe.dashboard_utils.get_all_filters(this.card_doc);
		frappe.route_options = Object.fromEntries(filters.map(([, field, operator, value]) => [field, [operator, value]]));
		frappe.set_route("List", this.card_doc.document_type, "List");
	};

	const set_events = card.prototype.set_events;
	card.prototype.set_events = function () {
		if (this.in_customize_mode || this.card_doc.type === "Custom") return set_events.call(this);
		this.widget.css("cursor", "pointer").on("click", (event) => {
			if (!$(event.target).closest(".card-actions, .dropdown-menu").length) this.set_route();
		});
		works_by_keyboard(this.widget);
	};

	const render_number = card.prototype.render_number;
	card.prototype.render_number = async function () {
		await render_number.call(this);
		if (ppoc.is_ours(this.card_doc) && !this.in_customize_mode) show_unless_empty(this);
	};
}

if (shortcut) {
	const setup_events = shortcut.prototype.setup_events;
	shortcut.prototype.setup_events = function () {
		setup_events.call(this);
		if (!this.in_customize_mode) works_by_keyboard(this.widget);
	};

	const set_count = shortcut.prototype.set_count;
	shortcut.prototype.set_count = function (count) {
		if (count) set_count.call(this, count);
	};
}

function works_by_keyboard(widget) {
	widget.attr({ tabindex: 0, role: "link" }).on("keydown", (event) => {
		if (event.key !== "Enter" || event.target !== event.currentTarget) return;
		event.preventDefault();
		widget.trigger("click");
	});
}

function show_unless_empty(widget) {
	const block = widget.widget.closest(".ce-block");
	block.toggleClass("hidden", widget.number === 0);
	const heading = block.prevAll(":has(.ce-header)").first();
	const cards = heading.nextUntil(":has(.ce-header)").filter(":has(.number-widget-box)");
	heading.toggleClass("hidden", !cards.is(":not(.hidden)"));
}
