"""Whitelisted call that merges two records of one event."""

from __future__ import annotations

import frappe
from frappe import _

from ppoc.access.records import record_for
from ppoc.exceptions import ImpossibleDateError
from ppoc.timescales.recompute_database import gathered
from ppoc.timescales.twins import twins_in

FIELDS = ("name", "event_type", "event_date", "creation", "meeting", "source_key", "import_run")


@frappe.whitelist(methods=["POST"])
def merge(keep: str, drop: str) -> str:
	"""Merges two Care Events that tell of the same thing: one stays, the other is deleted.

	The one that stays keeps its day. It takes over what the next load knows the other one by, so that it does not come
	back, and its meeting.

	Returns:
		The name of the event that stays.

	Raises:
		PermissionError: the user may not change both events.
		ImpossibleDateError: they are of different kinds or children, or too far apart to be the same.
	"""
	kept, other = (record_for("Care Event", name, "write", for_update=True) for name in (keep, drop))
	frappe.get_doc("Child", kept.child).check_permission("read")
	rows = [{field: doc.get(field) for field in FIELDS} for doc in (kept, other)]
	for row, doc in zip(rows, (kept, other), strict=True):
		row["event_date"] = frappe.utils.getdate(doc.event_date)
		row["creation"] = frappe.utils.get_datetime(doc.creation)
	if keep == drop or kept.child != other.child or not twins_in(rows):
		frappe.throw(
			_("These two events are not the same: check the child, the kind and the days."),
			ImpossibleDateError,
			title=_("Merge Events"),
		)
	with gathered():
		for field in ("meeting", "source_key", "import_run", "details"):
			kept.set(field, kept.get(field) or other.get(field))
		frappe.delete_doc("Care Event", other.name, ignore_permissions=True)  # changing it was checked above
		kept.save()
	kept.add_comment("Info", _("Merged with {0}, which was recorded for the same.").format(other.name))
	return str(kept.name)
