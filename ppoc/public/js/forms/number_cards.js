// Makes a number card open the list that it counted. Frappe's own leaves out filters that are worked out each
// time, such as "mine" and "today". A count of nothing to do does not have the colour of something overdue.

frappe.provide("frappe.widget.widget_factory");

const card = frappe.widget.widget_factory.number_card;
if (card) {
	const set_route = card.prototype.set_route;
	card.prototype.set_route = function () {
		const dynamic = JSON.parse(this.card_doc.dynamic_filters_json || "[]");
		if (this.card_doc.type === "Report" || !dynamic.length) return set_route.call(this);
		const filters = frappe.dashboard_utils.get_all_filters(this.card_doc);
		frappe.route_options = Object.fromEntries(filters.map(([, field, operator, value]) => [field, [operator, value]]));
		frappe.set_route("List", this.card_doc.document_type, "List");
	};

	const render_number = card.prototype.render_number;
	card.prototype.render_number = async function () {
		await render_number.call(this);
		if (this.number === 0) $(this.body).find(".number").css("color", "var(--text-muted)");
	};
}
