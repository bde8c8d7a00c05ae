// An empty list of ours says what belongs there. "You haven't created …" would be untrue of records that one may not see.

const { get_no_result_message } = frappe.views.ListView.prototype;

frappe.views.ListView.prototype.get_no_result_message = function (...given) {
	const html = get_no_result_message.apply(this, given);
	if (!ppoc.is_ours(this.meta)) return html;
	const $box = $(html);
	$box.find("p").first().text(said(this));
	$box.find("img").attr("alt", "");
	return $box.prop("outerHTML");
};

function said(list) {
	if (list.filter_area?.get().length) return __("Nothing that you may see matches these filters. Clear them to see the rest.");
	return [__("Nothing that you may see is here yet."), __(list.meta.description)].filter(Boolean).join(" ");
}
