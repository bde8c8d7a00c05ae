"""Jobs that several changes ask for, and that need to run only once for all of them."""

from __future__ import annotations

from functools import partial

import frappe
from frappe.utils.background_jobs import get_job_status
from rq.job import JobStatus


def enqueue_once(method: str, job_id: str) -> None:
	"""Enqueues a long job after the commit, once for everything in the transaction that asks for it.

	Frappe looks for an equal job when it is asked, and the job is there only after the commit: a pack of thirty rules
	would leave thirty jobs. A job that waits already will see what this transaction writes. One that runs may have read
	it before, so another is left to follow it. Nothing is left while the site is installed, migrated or patched.

	Args:
		method: the dotted path of a function without arguments.
		job_id: names the job; one of this name waits at a time.
	"""
	if frappe.flags.in_install or frappe.flags.in_migrate or frappe.flags.in_patch:
		return
	asked = frappe.flags.setdefault("ppoc_jobs_asked", set())
	if job_id in asked:
		return
	asked.add(job_id)
	frappe.db.after_commit.add(partial(_enqueue, method, job_id, asked))
	frappe.db.after_rollback.add(partial(asked.discard, job_id))


def _enqueue(method: str, job_id: str, asked: set[str]) -> None:
	asked.discard(job_id)
	runs = get_job_status(job_id) == JobStatus.STARTED
	frappe.enqueue(method, queue="long", job_id=f"{job_id}_next" if runs else job_id, deduplicate=True)
