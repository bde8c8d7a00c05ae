"""Readiness Check."""

from __future__ import annotations

from frappe.model.document import Document


class ReadinessCheck(Document):
	"""Something to check before a request goes to a panel."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from ppoc.ppoc.doctype.readiness_check_type.readiness_check_type import ReadinessCheckType

		answered_from: DF.Literal[
			"Asked",
			"Event of the child",
			"Plan of the child",
			"Document of the request",
			"Field of the child",
			"Family group meeting",
		]
		child_field: DF.Data | None
		document: DF.Data | None
		enabled: DF.Check
		escalation_only: DF.Check
		event_type: DF.Link | None
		family_meeting: DF.Literal[
			"", "Offered, or a reason why not", "Held if accepted, or a reason why not"
		]
		gives_way: DF.Check
		not_in_emergency: DF.Check
		pack: DF.Link | None
		placement_only: DF.Check
		placement_option: DF.Link | None
		plans: DF.Literal["Contingency or parallel", "Any"]
		position: DF.Int
		reason_closes: DF.Check
		remark_says: DF.Data | None
		request_group: DF.Literal["", "Legal", "Assessment", "Plan", "Placement", "Resources", "Other"]
		request_types: DF.TableMultiSelect[ReadinessCheckType]
		source: DF.Data | None
		title: DF.Data
		why: DF.SmallText | None
	# end: auto-generated types
