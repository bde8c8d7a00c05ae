// Letters to children: which are drafts, which were given, and to which the child has said something.

frappe.listview_settings["Letter to Child"] = {
	add_fields: ["given_on", "said_on"],
	hide_name_column: true,

	get_indicator({ given_on, said_on }) {
		if (said_on) return [__("The child has said something"), "green", "said_on,is,set"];
		if (given_on) return [__("Given"), "blue", "given_on,is,set|said_on,is,not set"];
		return [__("Draft"), "orange", "given_on,is,not set"];
	},
};
