"""Rates all plans again: every hour, because days pass and due dates with them, and as soon as a rule changes."""

from __future__ import annotations

from frappe.model.document import Document

from ppoc.database.jobs import enqueue_once
from ppoc.plans.rag import rating_database
from ppoc.timescales.rules_database import setup_changed

JOB = "ppoc_rag_pass"


def rate_all() -> None:
	"""Runs hourly: reads plans in bulk, and leaves those alone whose rating has not changed."""
	rating_database.rate_all()


def rate_soon(doc: Document) -> None:
	"""Enqueues a rating of all plans after a RAG Rule was saved or deleted, unless it was and stays disabled."""
	setup_changed()
	before = doc.get_doc_before_save()
	if doc.enabled or (before and before.enabled):
		enqueue_once("ppoc.plans.rag.nightly.rate_all", JOB)
