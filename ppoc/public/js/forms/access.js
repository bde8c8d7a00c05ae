// Withdrawing access, from its record and from the report of who has it.

frappe.provide("ppoc.access");

/** Asks why, withdraws the access and then calls `done`. */
ppoc.access.withdraw = ({ access, who, locality, done }) =>
	frappe.prompt(
		[{ fieldname: "reason", fieldtype: "Small Text", label: __("Why?"), reqd: 1 }],
		({ reason }) =>
			frappe
				.xcall("run_doc_method", {
					dt: "Locality Access",
					dn: access,
					method: "withdraw",
					args: JSON.stringify({ reason }),
				})
				.then(() => {
					frappe.show_alert({ message: __("Access withdrawn"), indicator: "green" });
					done();
				}),
		__("Withdraw access of {0} to {1}", [who, locality].map(frappe.utils.escape_html)),
		__("Withdraw")
	);
