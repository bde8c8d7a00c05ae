"""Guards Frappe's endpoints that need only a permission check first; `endpoint_overrides` has the others.

hooks.py maps each endpoint to its guard, which checks and then passes the call on unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import frappe
from frappe import _

from ppoc.access import list_guard, references
from ppoc.access.platform import call_endpoint
from ppoc.access.references import need, refuse
from ppoc.access.remarks import need_to_write

Arguments = frappe._dict
Question = Callable[[Arguments], None]
READS, WRITES = ("GET", "POST"), ("POST", "PUT")


def _record(doctype: str, name: str) -> Question:
	"""Checks that the user sees the record named by these two arguments; the second may be a list of names."""

	def ask(given: Arguments) -> None:
		need(given.get(doctype), *_names(given.get(name)))

	return ask


def _writable(doctype: str, name: str) -> Question:
	"""Checks that the user may change the record named by these two arguments; the second may be a list of names."""

	def ask(given: Arguments) -> None:
		need_to_write(given.get(doctype), *_names(given.get(name)))

	return ask


def _document(doctype: str, name: str, ptype: str) -> Question:
	"""Checks that the user has this permission on one of Frappe's own records."""

	def ask(given: Arguments) -> None:
		for each in _names(given.get(name)):
			frappe.get_doc(doctype, each).check_permission(ptype)

	return ask


def _role(role: str) -> Question:
	def ask(_given: Arguments) -> None:
		if role not in frappe.get_roles():  # frappe.only_for lets everybody through in tests
			raise frappe.PermissionError(_("This is for the role {0}.").format(_(role)))

	return ask


def _kanban(cards: Callable[[Arguments], Iterable[str]]) -> Question:
	"""Checks that the user sees the cards being moved: Frappe compares their fields before it checks permission."""

	def ask(given: Arguments) -> None:
		need(frappe.db.get_value("Kanban Board", given.board_name, "reference_doctype"), *cards(given))

	return ask


def _cards_of(order: Any) -> list[str]:
	return [name for cards in (frappe.parse_json(order) or {}).values() for name in cards]


def _for_reader(given: Arguments) -> None:
	"""Checks that the person a signed link was sent to can still see the record."""
	if not references.reads(given.user or frappe.session.user, given.doctype, given.docname):
		refuse(given.doctype)


def _previewed(given: Arguments) -> None:
	"""Checks the record to be repeated: version 16 names the Auto Repeat, version 15 the record itself."""
	named = given.name and frappe.db.get_value(
		"Auto Repeat", given.name, ["reference_doctype", "reference_document"]
	)
	need(*(named or (given.reference_dt, given.reference_doc)))


def _found(given: Arguments) -> None:
	"""Checks what a record is looked for by: without its name, Frappe finds one before it checks permission, so
	the answer says whether there is one."""
	if not given.name:
		list_guard.ask(given.doctype, filters=given.filters, parent=given.parent)


def _next_one(given: Arguments) -> None:
	need(given.doctype, given.value)
	list_guard.ask(given.doctype, filters=given.filters, order_by=given.sort_field)


def _names(given: Any) -> list[str]:
	given = frappe.parse_json(given) if isinstance(given, str) and given[:1] in "[{" else given
	return [given] if not isinstance(given, list | tuple) else list(given)


def _door(endpoint: str, ask: Question, methods: Iterable[str], guest: bool = False) -> Callable:
	def door(**arguments: Any) -> Any:
		ask(frappe._dict(arguments))
		return call_endpoint(endpoint, **arguments)

	door.__doc__ = f"{endpoint}, after a question."
	door.__name__ = door.__qualname__ = endpoint.rsplit(".", 1)[1]
	return frappe.whitelist(allow_guest=guest, methods=list(methods))(door)


_ASSIGN = "frappe.desk.form.assign_to"
_IMPORT = "frappe.core.doctype.data_import.data_import"
_DELETED = "frappe.core.doctype.deleted_document.deleted_document"
_KANBAN = "frappe.desk.doctype.kanban_board.kanban_board"
_INBOX = "frappe.email.inbox"

# checks the record concerned, because Frappe writes to it or reveals details of it without a check
close_assignment = _door(f"{_ASSIGN}.close", _record("doctype", "name"), WRITES)
remove_assignment = _door(f"{_ASSIGN}.remove", _writable("doctype", "name"), WRITES)
remove_assignments = _door(f"{_ASSIGN}.remove_multiple", _writable("doctype", "names"), WRITES)
get_record = _door("frappe.client.get", _found, READS)
get_next = _door("frappe.desk.form.utils.get_next", _next_one, READS)
toggle_like = _door("frappe.desk.like.toggle_like", _writable("doctype", "name"), WRITES)
add_tag = _door("frappe.desk.doctype.tag.tag.add_tag", _writable("dt", "dn"), WRITES)
add_tags = _door("frappe.desk.doctype.tag.tag.add_tags", _writable("dt", "docs"), WRITES)
remove_tag = _door("frappe.desk.doctype.tag.tag.remove_tag", _writable("dt", "dn"), (*WRITES, "DELETE"))
show_workflow_action = _door(
	"frappe.workflow.doctype.workflow_action.workflow_action.apply_action", _for_reader, READS, guest=True
)
preview_message = _door(
	"frappe.automation.doctype.auto_repeat.auto_repeat.generate_message_preview", _previewed, READS
)

# Kanban cards
add_card = _door(f"{_KANBAN}.add_card", _kanban(lambda given: [given.docname]), WRITES)
update_order = _door(f"{_KANBAN}.update_order", _kanban(lambda given: _cards_of(given.order)), WRITES)
move_card = _door(f"{_KANBAN}.update_order_for_single_card", _kanban(lambda given: [given.docname]), WRITES)

# Frappe's own records that hold or name case records
download_errored_rows = _door(
	f"{_IMPORT}.download_errored_template", _document("Data Import", "data_import_name", "read"), READS
)
download_import_log = _door(
	f"{_IMPORT}.download_import_log", _document("Data Import", "data_import_name", "read"), READS
)
start_import = _door(f"{_IMPORT}.form_start_import", _document("Data Import", "data_import", "write"), WRITES)
get_import_status = _door(
	f"{_IMPORT}.get_import_status", _document("Data Import", "data_import_name", "read"), READS
)
preview_import = _door(
	f"{_IMPORT}.get_preview_from_template", _document("Data Import", "data_import", "read"), READS
)
restore = _door(f"{_DELETED}.restore", _document("Deleted Document", "name", "read"), WRITES)
restore_many = _door(f"{_DELETED}.bulk_restore", _document("Deleted Document", "docnames", "read"), WRITES)
mark_emails = _door(f"{_INBOX}.create_email_flag_queue", _document("Communication", "names", "read"), WRITES)
close_email = _door(
	f"{_INBOX}.mark_as_closed_open", _document("Communication", "communication", "read"), WRITES
)
spam_email = _door(f"{_INBOX}.mark_as_spam", _document("Communication", "communication", "read"), WRITES)
trash_email = _door(f"{_INBOX}.mark_as_trash", _document("Communication", "communication", "read"), WRITES)
move_email = _door(f"{_INBOX}.move_email", _document("Communication", "communication", "read"), WRITES)

# 16.4.1 checks the permission but carries on whatever the answer is
impersonate = _door("frappe.core.doctype.user.user.impersonate", _role("Administrator"), ("POST",))
