"""The decision notice: it shows on paper what was decided, by whom and why."""

from __future__ import annotations

import os
import re

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import nowdate

from ppoc.tests.factories import make_request
from ppoc.tests.papers import pages_of


def pdf_of(request):
	pdf = frappe.get_print("Panel Decision", request.name, "Decision Notice", as_pdf=True, no_letterhead=1)
	if folder := os.environ.get("PPOC_KEEP_PRINTS"):
		with open(f"{folder}/{request.name}.pdf", "wb") as file:
			file.write(pdf)
	return pages_of(pdf)


@pytest.mark.requirement("D2.2", "D4.3")
def test_the_notice_says_what_was_agreed_with_it_and_that_the_chair_has_still_to_authorise(place):
	place.child.update({"first_name": "Ada", "last_name": "Elm"}).save()
	request = make_request(
		child=place.child.name,
		request_type="Legal planning meeting",
		papers=True,
		rationale="Neglect goes on although the child protection plan has run for a year.",
	)
	request.update({"meeting": place.panel.name}).save()
	request = apply_workflow(request, "List for panel")
	request.update({"decision": "Agreed", "decision_reason": "Threshold is met <b>on the evidence</b>."})
	request.append("carried_on", {"request_type": "Second pre-proceedings"})
	request.save()
	request = apply_workflow(request, "Decide")

	(page,) = pdf_of(request)

	for words in (
		"Not authorised by the chair yet; this is due by",
		"Ada Elm",
		"Decision Agreed",
		"Decided by Permanence Panel",
		"Threshold is met < b>on the evidence< /b>.",
		"Agreed at the same time – Second pre-proceedings",
		"Legal consultation form, received on",
		"On the tracker: Pre-proceedings and court",
	):
		assert words in page, words
	assert "Event:" not in page

	apply_workflow(frappe.get_doc("Panel Decision", request.name), "Authorise")
	(page,) = pdf_of(request)
	assert "Authorised by Administrator" in page
	assert "Not authorised" not in page


def test_a_notice_has_no_empty_headings_and_runs_over_pages(place):
	request = make_request(child=place.child.name, rationale="Short.")
	(page,) = pdf_of(request)
	assert "Not decided yet: this is the request as it is now." in page
	for heading in ("Reasons", "Agreed at the same time", "Documents", "What happens next", "Authorised"):
		assert heading not in page
	request.update({"rationale": "Long and careful words.\n" * 120}).save()
	pages = pdf_of(request)
	assert len(pages) > 1
	assert all("Decision notice" in page for page in pages)


@pytest.mark.requirement("D2.3")
def test_a_notice_of_an_emergency_says_who_decided_outside(place):
	request = make_request(
		child=place.child.name,
		request_type="Accommodation into care",
		emergency=1,
		emergency_decision="Placed overnight.",
		emergency_decided_by="Duty manager",
		emergency_decided_on=nowdate(),
		meeting=place.panel.name,
	)
	request.update({"decision": "Agreed"}).save()
	request = apply_workflow(request, "Decide")
	(page,) = pdf_of(request)
	# the PDF reader may find no space between columns
	assert re.search("Outside a meeting, in an emergency ?Duty manager", page)
	assert "Documents – Minutes of the permanence planning meeting: missing" in page
