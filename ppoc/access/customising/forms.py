"""Customize Form within limits: what an administrator changes there is compared with the form as it is, before anything
is written. Frappe writes much of it past the events of a record."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.custom.doctype.customize_form.customize_form import (
	CustomizeForm,
	docfield_properties,
	doctype_properties,
)
from frappe.model.document import Document

from ppoc.access.customising import field_changes
from ppoc.access.customising.field_changes import same
from ppoc.access.customising.limits import (
	in_its_words,
	is_limited,
	linked_to,
	made_by_manager,
	readable_in,
	refuse,
	require_ours,
)

ROWS = ("links", "actions", "states")


class LimitedCustomizeForm(CustomizeForm):
	"""Customize Form. Frappe asks for permission to read it and checks nothing else."""

	@frappe.whitelist(methods=["POST"])
	def fetch_to_customize(self) -> Any:
		"""Loads the form as it is; for an administrator only forms of the app.

		Raises:
			CustomisingRefusedError: the form is not the app's.
		"""
		self.check_permission("write")
		if is_limited() and self.doc_type:
			require_ours(self.doc_type)
		return super().fetch_to_customize()

	@frappe.whitelist(methods=["POST"])
	def save_customization(self) -> Any:
		"""Saves what was changed; for an administrator only what is within the limits.

		Raises:
			CustomisingRefusedError: a change is for System Managers.
		"""
		self.check_permission("write")
		if is_limited() and self.doc_type:
			require_ours(self.doc_type)
			check_changes(self)
		return super().save_customization()

	@frappe.whitelist(methods=["POST"])
	def reset_to_defaults(self) -> Any:
		"""Takes back what was changed, unless some of it was changed by a System Manager.

		Raises:
			CustomisingRefusedError: some of it was.
		"""
		self._check_reset({})
		return super().reset_to_defaults()

	@frappe.whitelist(methods=["POST"])
	def reset_layout(self) -> Any:
		"""Takes back the order of the fields, unless a System Manager arranged them.

		Raises:
			CustomisingRefusedError: a System Manager did.
		"""
		self._check_reset({"property": ("in", ("field_order", "insert_after"))})
		return super().reset_layout()

	def _check_reset(self, filters: dict[str, Any]) -> None:
		self.check_permission("write")
		if not is_limited() or not self.doc_type:
			return
		require_ours(self.doc_type)
		if name := made_by_manager("Property Setter", {"doc_type": self.doc_type, **filters}):
			refuse(
				_("{0} was set by a System Manager, who alone may take it back.").format(frappe.bold(name))
			)


def check_changes(form: Document) -> None:
	"""Compares what was sent with the form as it is.

	Raises:
		CustomisingRefusedError: something changed that only a System Manager may change.
	"""
	meta = frappe.get_meta(form.doc_type, cached=False)
	with in_its_words():
		for name in doctype_properties:
			if not same(form.get(name), meta.get(name)):
				fields = [row.fieldname for row in meta.fields]
				field_changes.check_form_property(name, form.get(name), fields)
		for table in ROWS:
			_check_rows(form, meta, table)
		for row in form.fields:
			_check_field(form.doc_type, meta, row)
	_check_removed(form, meta)
	if not field_changes.is_plain_text(form.label or ""):
		refuse(_("Write the label as plain text, without < and >."))


def _check_rows(form: Document, meta: Any, table: str) -> None:
	"""Links, actions and states of a form stay as they are."""
	kept = {row.name: row for row in meta.get(table) or []}
	sent = {row.name: row for row in form.get(table) or []}
	fields = [field.fieldname for field in frappe.get_meta(form.meta.get_field(table).options).fields]
	for name in {*kept, *sent}:
		before, after = kept.get(name), sent.get(name)
		if not before or not after or not all(same(before.get(field), after.get(field)) for field in fields):
			field_changes.check_form_property(table)


def _check_field(doctype: str, meta: Any, row: Document) -> None:
	before = meta.get_field(row.fieldname) if row.fieldname else None
	changed = [
		name for name in docfield_properties if not before or not same(row.get(name), before.get(name))
	]
	if before and (not before.get("is_custom_field") or before.get("is_system_generated")):
		if row.get("is_custom_field") and not before.get("is_custom_field"):
			field_changes.check_shipped_field(row.label or row.fieldname, "is_custom_field", 1)
		for name in changed:
			_check_shipped(doctype, row, name)
	elif changed:
		if before and not same(before.fieldtype, row.fieldtype):
			field_changes.check_shipped_field(row.label, "fieldtype", row.fieldtype)
		sent = {name: row.get(name) for name in docfield_properties if name != "idx"}
		field_changes.check_added_field(
			{"fieldname": row.fieldname, **sent}, linked_to(), readable_in(doctype)
		)


def _check_shipped(doctype: str, row: Document, name: str) -> None:
	"""A shipped field: what an administrator has switched on may be switched off again."""
	filters = {"doc_type": doctype, "field_name": row.fieldname, "property": name}
	if made_by_manager("Property Setter", filters):
		refuse(
			_("“{0}” of the field “{1}” was set by a System Manager, who alone may change it.").format(
				name.replace("_", " ").capitalize(), row.label or row.fieldname
			)
		)
	shipped = {"parent": doctype, "fieldname": row.fieldname}
	if name in field_changes.ONLY_ON and same(row.get(name), frappe.db.get_value("DocField", shipped, name)):
		return
	field_changes.check_shipped_field(row.label or row.fieldname, name, row.get(name))


def _check_removed(form: Document, meta: Any) -> None:
	sent = {row.fieldname for row in form.fields}
	for field in meta.fields:
		gone = field.fieldname not in sent and field.get("is_custom_field")
		if gone and made_by_manager("Custom Field", {"dt": form.doc_type, "fieldname": field.fieldname}):
			refuse(
				_("The field {0} was added by a System Manager, who alone may remove it.").format(
					frappe.bold(field.label or field.fieldname)
				)
			)
