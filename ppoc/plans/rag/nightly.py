"""All plans rated anew: every hour, since days pass and due dates too, and as soon as a rule is changed."""

from __future__ import annotations

import frappe
from frappe.model.document import Document

from ppoc.plans.rag import rating_database
from ppoc.timescales.rules_database import setup_changed

JOB = "ppoc_rag_pass"


def rate_all() -> None:
	"""The hourly job: what did not change is read in bulk and left alone."""
	rating_database.rate_all()


def rate_soon(doc: Document) -> None:
	"""A RAG Rule was saved or deleted: one that was not in force and is not now asks nobody."""
	setup_changed()
	before = doc.get_doc_before_save()
	if not (doc.enabled or (before and before.enabled)):
		return
	if frappe.flags.in_install or frappe.flags.in_migrate or frappe.flags.in_patch:
		return
	frappe.enqueue(
		"ppoc.plans.rag.nightly.rate_all",
		queue="long",
		job_id=JOB,
		deduplicate=True,
		enqueue_after_commit=True,
	)
