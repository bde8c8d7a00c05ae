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

/** The title of a record that is read whole; none if it is new or is called by a field of its own. */
function title_of_record(doc) {
	if (!doc || doc.__islocal || !titles()[doc.doctype]) return "";
	const of_link = (df, name) => frappe.utils.get_link_title(df.options, name) || name;
	return title_of(doc.doctype, doc, of_link);
}

// Version 16 has the title at the end of its breadcrumbs.
const { get_doc_title } = frappe.model;
if (get_doc_title) {
	frappe.model.get_doc_title = function (doc) {
		return title_of_record(doc) || get_doc_title.call(this, doc);
	};
}

$(document).on("form-refresh", (_event, frm) => {
	const title = title_of_record(frm.doc);
	if (!title) return;
	frappe.utils.set_title(title);
	if (get_doc_title) return; // the breadcrumbs say it, and what is called a title there is the link to the list
	frm.page.set_title(title);
	frm.page.set_title_sub(frm.meta.autoname === "hash" ? "" : frm.docname);
});

const TITLE = "ppoc_title"; // of a row, beside its fields
const list = frappe.views.ListView?.prototype;
if (list) {
	const { setup_defaults, setup_columns, get_list_row_html, render_header } = list;

	list.setup_defaults = function (...given) {
		const done = setup_defaults.apply(this, given);
		const fields = titles()[this.doctype] || [];
		this.settings.add_fields = [...new Set([...(this.settings.add_fields || []), ...fields])];
		return done;
	};

	// What the title says already needs no column of its own, unless somebody chose the columns.
	list.setup_columns = function (...given) {
		const said = titles()[this.doctype];
		if (!said) return setup_columns.apply(this, given);
		if (!this.list_view_settings?.fields) {
			this.get_fields_in_list_view = () =>
				list.get_fields_in_list_view.call(this).filter(({ fieldname }) => !said.includes(fieldname));
		}
		const done = setup_columns.apply(this, given);
		delete this.get_fields_in_list_view;
		this.columns[0].df = { label: __("Title"), fieldname: TITLE };
		return done;
	};

	list.get_list_row_html = function (row, ...given) {
		if (titles()[this.doctype]) row[TITLE] = title_of_row(this, row);
		return get_list_row_html.call(this, row, ...given);
	};

	// A title is no column of the database: its heading sorts by name.
	list.render_header = function (...given) {
		const done = render_header.apply(this, given);
		if (!titles()[this.doctype]) return done;
		this.$result.find(`[data-sort-by="${TITLE}"]`).attr("data-sort-by", "name");
		this.page.wrapper.addClass("ppoc-list ppoc-titled-list");
		return done;
	};
}

function title_of_row(view, row) {
	const of_link = (df, name) => {
		const shown = view.link_field_title_fields?.[df.fieldname];
		return (shown && row[`${df.fieldname}_${shown}`]) || name;
	};
	return title_of(view.doctype, row, of_link) || row.name;
}
