"""The endpoint by which somebody says that they have read a reason."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import nowdate

from ppoc.access.records import record_for
from ppoc.exceptions import DelayReasonError
from ppoc.plans.delay.reading import READERS, to_mark
from ppoc.translating import translated


@frappe.whitelist(methods=["POST"])
def mark_read(delay_reason: str) -> dict[str, str]:
	"""Records that the user, as reviewing officer or head of service, has read why a child has no agreed plan.

	Args:
		delay_reason: a Delay Reason that the user may see.

	Returns:
		field → the user, for what is marked now.

	Raises:
		frappe.PermissionError: the user may not see it.
		DelayReasonError: the user has neither role, or has read it already.
	"""
	doc = record_for("Delay Reason", delay_reason, for_update=True)
	marked = to_mark(doc.as_dict(), frappe.get_roles())
	if not marked:
		roles = " / ".join(translated(role) for role in READERS.values())
		frappe.throw(
			_("It waits for nobody with your role: {0}.").format(roles),
			DelayReasonError,
			title=_("Nothing to Mark"),
		)
	values = dict.fromkeys(marked, frappe.session.user)
	days = {f"{field}_on": nowdate() for field in marked}
	doc.db_set({**values, **days}, notify=True)
	return values
