"""Times that nobody entered stay empty."""

from __future__ import annotations

from frappe.model.document import Document


class TimesAsEntered(Document):
	"""A record whose times are those that somebody entered, else their defaults, else none.

	Frappe 15 puts the time of day into each Time field that a new record leaves empty, whatever its default says
	(`frappe.model.create_new.set_dynamic_default_values`); 16 does so only where the default is "now". `frappe.new_doc`
	fills them before there is a record to ask, so these are made with `frappe.get_doc({"doctype": …})`.
	"""

	def _set_defaults(self) -> None:
		empty = [
			field for field in self.meta.get("fields", {"fieldtype": "Time"}) if not self.get(field.fieldname)
		]
		super()._set_defaults()
		for field in empty:
			self.set(field.fieldname, field.default)
