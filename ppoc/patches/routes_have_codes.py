"""Gives shipped routes their codes: of Ofsted's list of children in care, and of the return's placements."""

from __future__ import annotations

import frappe

from ppoc.timescales.pack_rules import folders, records_of

FIELDS = ("plan_code", "placements")


def execute() -> None:
	"""Sets the codes of shipped routes that have none; what somebody has typed stays as it is."""
	for route in (record for folder in folders() for record in records_of(folder)):
		if route["doctype"] != "Route" or not frappe.db.exists("Route", route["route_name"]):
			continue
		doc = frappe.get_doc("Route", route["route_name"])
		missing = {field: route[field] for field in FIELDS if route.get(field) and not doc.get(field)}
		if missing:
			doc.update(missing)
			doc.save(ignore_permissions=True)  # a change of the app
