"""Gives the routes that the app ships the code that Ofsted's list of children in care has for them."""

from __future__ import annotations

import frappe

from ppoc.timescales.pack_rules import folders, records_of


def execute() -> None:
	"""Sets the codes of shipped routes that have none; somebody else's route stays as it is."""
	shipped = (record for folder in folders() for record in records_of(folder))
	for route in (record for record in shipped if record["doctype"] == "Route" and record.get("plan_code")):
		name = frappe.db.exists("Route", route["route_name"])
		if name and not frappe.db.get_value("Route", name, "plan_code"):
			doc = frappe.get_doc("Route", name)
			doc.plan_code = route["plan_code"]
			doc.save(ignore_permissions=True)  # a change of the app
