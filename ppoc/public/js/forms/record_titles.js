// Calls records by what they are about: those that have a number or a code for a name get the heading of their form,
// and the first column of their list, from the fields that `desk/record_titles.py` names.

const titles = () => frappe.boot.ppoc_record_titles || {};

/** The title of a record: its fields in words. `title_of_link(df, name)` says what a linked record is called. */
function title_of(doctype, doc, title_of_link) {
	const words = titles()[doctype].map((fieldname) => in_words(doctype, fieldname, doc[fieldname], title_of_link));
	return words.filter(Boolean).join(", ");
}

function in_words(doctype, fieldname, value, title_of_link) {
	if (!value) return "";
	if (fieldname === "creation") return frappe.datetime.str_to_user(value.slice(0, 10));
	const df = frappe.meta.get_docfield(doctype, fieldname);
	if (df?.fieldtype === "Date") return frappe.datetime.str_to_user(value);
	if (df?.fieldtype === "Select") return __(value);
	if (df?.fieldtype !== "Link") return String(value);
	return df.options === "User" ? frappe.user_info(value).fullname : title_of_link(df, value);
}

$(document).on("form-refresh", (_event, frm) => {
	if (frm.is_new() || !titles()[frm.doctype]) return;
	const of_link = (df, name) => frappe.utils.get_link_title(df.options, name) || name;
	const title = title_of(frm.doctype, frm.doc, of_link);
	if (!title) return;
	frm.page.set_title(title);
	frappe.utils.set_title(title);
	frm.page.set_title_sub(frm.meta.autoname === "hash" ? "" : frm.docname);
});

const list = frappe.views.ListView?.prototype;
if (list) {
	const { setup_defaults, setup_columns } = list;

	list.setup_defaults = function (...given) {
		const done = setup_defaults.apply(this, given);
		if (titles()[this.doctype]) call_rows_by_title(this);
		return done;
	};

	// What the title says already needs no column of its own, unless somebody chose the columns.
	list.setup_columns = function (...given) {
		const said = titles()[this.doctype];
		if (!said || this.list_view_settings?.fields) return setup_columns.apply(this, given);
		this.get_fields_in_list_view = () =>
			list.get_fields_in_list_view.call(this).filter(({ fieldname }) => !said.includes(fieldname));
		const done = setup_columns.apply(this, given);
		delete this.get_fields_in_list_view;
		this.columns[0].df = { ...this.columns[0].df, label: __("Title") };
		return done;
	};
}

function call_rows_by_title(view) {
	const subject = view.meta.title_field || "name";
	const of_link = (df, name) => {
		const shown = view.link_field_title_fields?.[df.fieldname];
		return (shown && view.ppoc_row[`${df.fieldname}_${shown}`]) || name;
	};
	const formatter = (_value, _df, row) => {
		view.ppoc_row = row;
		return title_of(view.doctype, row, of_link) || row.name;
	};
	view.settings.add_fields = [...new Set([...(view.settings.add_fields || []), ...titles()[view.doctype]])];
	view.settings.formatters = { ...view.settings.formatters, [subject]: formatter };
}
