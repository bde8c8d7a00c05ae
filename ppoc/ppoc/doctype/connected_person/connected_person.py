"""Connected Person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from ppoc.children.own_records_database import refuse_future, refuse_siblings_names, set_place
from ppoc.exceptions import ConnectedPersonError
from ppoc.plans.care_events import keep_in_step
from ppoc.plans.connected_people.database import PERSON, as_adult
from ppoc.plans.predictions import OPEN_STATUSES

TEXTS = ("offer_details", "ruled_out_why")
ASKED, ORDERED, FILED = "Connected person asked", "Carer assessment asked for", "Carer assessment filed"


class ConnectedPerson(Document):
	"""An adult who matters to a child; there is one record for each, however often they are asked."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from ppoc.ppoc.doctype.carer_assessment.carer_assessment import CarerAssessment
		from ppoc.ppoc.doctype.connected_person_ask.connected_person_ask import ConnectedPersonAsk

		ask_again_on: DF.Date | None
		asks: DF.Table[ConnectedPersonAsk]
		assessments: DF.Table[CarerAssessment]
		child: DF.Link
		last_asked_on: DF.Date | None
		locality: DF.Link | None
		offer_details: DF.SmallText | None
		offers_contact: DF.Check
		offers_home: DF.Check
		offers_respite: DF.Check
		person_name: DF.Data
		relation: DF.Literal[
			"Mother",
			"Father",
			"Other parent",
			"Grandparent",
			"Aunt or uncle",
			"Grown-up brother or sister",
			"Other relative",
			"Friend of the family",
			"Former carer",
			"Teacher or mentor",
			"Somebody else",
		]
		ruled_out: DF.Check
		ruled_out_on: DF.Date | None
		ruled_out_why: DF.SmallText | None
		standing: DF.Literal[
			"",
			"Not asked yet",
			"Asked",
			"Could help or stay in touch",
			"Could offer a home",
			"Being assessed",
			"Ruled out",
		]
		team: DF.Link | None
	# end: auto-generated types

	def validate(self) -> None:
		"""Sets the place and where the person stands, and checks what is said against each other."""
		set_place(self)
		refuse_siblings_names(self, TEXTS)
		self.person_name = " ".join((self.person_name or "").split())
		self.check_once()
		self.check_days()
		self.check_ruled_out()
		self.last_asked_on = max((getdate(row.asked_on) for row in self.asks if row.asked_on), default=None)
		self.standing = as_adult(self, self.assessments).standing.value

	def check_once(self) -> None:
		"""Checks that the child has no other record of this person; two that a merge brought together may stay."""
		if not self.is_new() and not self.has_value_changed("person_name"):
			return
		same = {"child": self.child, "person_name": self.person_name, "name": ["!=", self.name or ""]}
		other = frappe.db.exists(PERSON, same)
		if other:
			self.refuse(
				_("{0} is recorded already: {1}. Add what is new there.").format(
					frappe.bold(frappe.utils.escape_html(self.person_name)), other
				)
			)

	def check_days(self) -> None:
		"""Checks that what happened has happened, in its order."""
		for row in self.asks:
			self.check_passed(row.asked_on, _("Asked, row {0}").format(row.idx))
		for one in self.assessments:
			label = _("Assessment, row {0}").format(one.idx)
			self.check_passed(one.asked_on, label)
			self.check_passed(one.filed_on, label)
			later = [day for day in (one.due_on, one.filed_on) if day]
			if one.asked_on and any(getdate(day) < getdate(one.asked_on) for day in later):
				self.refuse(_("{0}: it cannot be due or filed before it was asked for.").format(label))

	def check_ruled_out(self) -> None:
		"""Checks that ruling somebody out has a day and a reason, and that no open plan counts on them."""
		if not self.ruled_out:
			self.ruled_out_on = self.ruled_out_why = None
			return
		if not self.ruled_out_on or not (self.ruled_out_why or "").strip():
			self.refuse(_("Say since when and why the person is ruled out."))
		self.check_passed(self.ruled_out_on, _(self.meta.get_label("ruled_out_on")))
		plan = not self.is_new() and frappe.db.exists(
			"Permanence Plan", {"carer": self.name, "status": ["in", OPEN_STATUSES]}
		)
		if plan:
			self.refuse(_("{0} names this person as the carer. Change the plan first.").format(plan))
		self.ask_again_on = None

	def check_passed(self, day: object, label: str) -> None:
		"""Checks that a day has come."""
		refuse_future(day, label, ConnectedPersonError, _("Connected Person"))

	def refuse(self, why: str) -> None:
		"""Refuses the record with what to put right."""
		frappe.throw(why, ConnectedPersonError, title=_("Connected Person"))

	def on_update(self) -> None:
		"""Keeps the child's events in step."""
		keep_in_step(self, dict(self.steps()))

	def steps(self) -> Iterator[tuple[str, date]]:
		"""Yields what was asked and filed, each with its day."""
		for row in self.asks:
			yield f"{ASKED} / {row.name}", getdate(row.asked_on)
		for one in self.assessments:
			yield f"{ORDERED} / {one.name}", getdate(one.asked_on)
			if one.filed_on:
				yield f"{FILED} / {one.name}", getdate(one.filed_on)
