"""Erases a child: everything that is about it, and its name wherever it stands, in one transaction.

Files can only be removed after the commit. So the commit also notes which are still to go, and whoever comes next,
this job or the nightly one, removes them: a kill at any point leaves either everything or nothing but that note.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, nowdate

from ppoc.children.duplicates.reading import links_to
from ppoc.database.retry import begins_again
from ppoc.imports import staging
from ppoc.imports.limits import limits_here
from ppoc.imports.runs import discard
from ppoc.messages import Message
from ppoc.retention import files_database as files
from ppoc.retention import names_database
from ppoc.retention.child_records_database import (
	SHARED,
	STAYS,
	Names,
	persons,
	records_about,
	references,
	whole_child,
)
from ppoc.retention.holds import obstacles
from ppoc.retention.names import Finder, Person, full_name_key, near_names, strong_names
from ppoc.retention.retention_period_database import backup_days, standing_of
from ppoc.translating import translated

ASKED, CONFIRMED, REMOVING, ERASED, STOPPED, WITHDRAWN = (
	"Asked",
	"Confirmed",
	"Removing files",
	"Erased",
	"Stopped",
	"Withdrawn",
)
JOB_SECONDS = 2 * 60 * 60
JOB = "ppoc.retention.erasing_database.carry_out"


class StillThere(Exception):
	"""Something names the child that cannot be erased by a rule; the message says what."""


def obstacles_to(child: str) -> list[Message]:
	"""Returns why a child's record must not be erased today; an empty list if it may be."""
	merged = whole_child(child)[1:]
	return obstacles(standing_of(child, merged), getdate(nowdate()))


def start(name: str) -> None:
	"""Carries a confirmed erasure out in the background."""
	frappe.enqueue(
		JOB,
		queue="long",
		timeout=JOB_SECONDS,
		job_id=f"ppoc-erasure-{name}",
		deduplicate=True,
		enqueue_after_commit=True,
		erasure=name,
	)


def carry_out(erasure: str) -> None:
	"""Erases what was confirmed, completely or not at all, then removes the files. May safely run twice."""
	try:
		_erase_in_one(erasure)
	except Exception as error:
		frappe.db.rollback()
		_stop(erasure, error)
		return
	finish(erasure)


@begins_again(waits=True)
def _erase_in_one(erasure: str) -> None:
	doc = frappe.get_doc("Erasure", erasure, for_update=True)
	if doc.status != CONFIRMED:
		return
	erase(doc)
	frappe.db.commit()  # the only commit of the erasure


def finish(erasure: str) -> None:
	"""Removes the files that an erasure noted, and completes the certificate."""
	doc = frappe.get_doc("Erasure", erasure, for_update=True)
	if doc.status != REMOVING:
		return
	files.remove(json.loads(doc.pending_files or "[]"))
	doc.db_set({"status": ERASED, "pending_files": None}, update_modified=False)
	frappe.db.commit()
	frappe.clear_cache()  # documents and link titles are kept in Redis


def resume() -> None:
	"""Carries out what was confirmed, and removes files that are left, after a job was killed."""
	for name in frappe.get_all("Erasure", {"status": ["in", [CONFIRMED, REMOVING]]}, pluck="name"):
		carry_out(name)


def erase(doc: Document) -> None:
	"""Erases the child of an Erasure, without committing.

	Raises:
		StillThere: the child may not be erased, or something names it that no rule can erase.
	"""
	frappe.db.get_value("Child", doc.child, "name", for_update=True)
	refusals = obstacles_to(doc.child)
	if refusals:
		raise StillThere(" ".join(map(translated, refusals)))
	names = records_about(doc.child)
	people = persons(names["Child"])
	strong = Finder(strong_names(people, everybody_else(names["Child"])))
	around = People(names)
	near = Finder(near_names(people, around.names()))
	rows_around = around.rows()
	schema = names_database.Schema()
	attached = attached_to(names)
	uploads = files.files_of({**names, **attached})
	urls = files.paths_to_remove(uploads)
	_refuse_files_of_others(strong, urls)
	_discard_staged(strong)
	groups = around.groups
	erased = delete(names) + delete(attached) + delete({"File": [row.name for row in uploads]})
	erased += delete_empty_groups(groups)
	erased += names_database.delete_logs(schema, strong, names["Child"]) + names_database.delete_emails(
		strong
	)
	reworded = names_database.take_out(schema, strong)
	for rows in rows_around:
		reworded += names_database.take_out(schema, near, rows)
	left = names_database.remains(schema, strong)
	if left:
		raise StillThere(translated(Message("The name is still in: {0}.", ", ".join(sorted(left)))))
	done = Done(erased, reworded, urls, len(schema.texts), _has_namesake(people, names["Child"]))
	_certify(frappe.get_doc("Erasure", doc.name), done)
	names_database.clean_search_index(names, strong)


def attached_to(names: Names) -> Names:
	"""Returns what refers to these records, such as comments, versions, logs and emails, and what refers to that."""
	found: Names = {}
	layer = names
	for _deep in range(2):  # an email's own attachments and its copy in the queue
		layer = _referring(layer, names)
		for doctype, rows in layer.items():
			found[doctype] = list(dict.fromkeys([*found.get(doctype, ()), *rows]))
	return found


def _referring(names: Names, own: Names) -> Names:
	found: Names = {}
	for referring, doctype_column, name_column in references():
		if referring in own or referring in STAYS or referring == "File":
			continue
		for doctype, rows in names.items():
			filters = {doctype_column: doctype, name_column: ["in", [str(row) for row in rows]]}
			found.setdefault(referring, []).extend(frappe.get_all(referring, filters, pluck="name"))
	return {doctype: rows for doctype, rows in found.items() if rows}


def delete(names: Names) -> Counter[str]:
	"""Deletes records with the rows of their tables, and empties links to them. No controller is asked: it would
	keep a Deleted Document."""
	erased: Counter[str] = Counter()
	for doctype, rows in names.items():
		if not rows:
			continue
		for linking, column in links_to(doctype):
			table = frappe.qb.DocType(linking)
			frappe.qb.update(table).set(table[column], None).where(table[column].isin(rows)).run()
		for field in frappe.get_meta(doctype).get_table_fields():
			frappe.db.delete(field.options, {"parenttype": doctype, "parent": ["in", rows]})
		frappe.db.delete(doctype, {"name": ["in", rows]})
		erased[doctype] += len(rows)
	return erased


def delete_empty_groups(groups: list[str]) -> Counter[str]:
	erased: Counter[str] = Counter()
	for doctype, column in SHARED.items():
		empty = [group for group in groups if not frappe.db.exists("Child", {column: group})]
		if empty:
			erased += delete(attached_to({doctype: empty})) + delete({doctype: empty})
	return erased


def everybody_else(children: list[str]) -> set[str]:
	"""Returns the full names of all other children, of workers and of users."""
	found = set(frappe.get_all("Child", {"name": ["not in", children]}, pluck="full_name"))
	found |= set(frappe.get_all("Worker", pluck="worker_name")) | set(
		frappe.get_all("User", pluck="full_name")
	)
	return {full_name_key(name) for name in found}


class People:
	"""The people around a child: its siblings, and who was in its meetings.

	A first name alone may be anybody's. Among siblings and in a meeting that spoke of the child it is the child's,
	unless somebody else there has it too.
	"""

	def __init__(self, names: Names) -> None:
		self.own = names
		gone = names["Child"]
		self.groups = _filled(frappe.get_all("Child", {"name": ["in", gone]}, pluck="sibling_group"))
		self.siblings = frappe.get_all(
			"Child", {"sibling_group": ["in", self.groups or [""]], "name": ["not in", gone]}, pluck="name"
		)
		self.meetings = _filled(
			frappe.get_all("Meeting Discussion", {"child": ["in", gone]}, pluck="meeting")
		)

	def names(self) -> list[str]:
		"""Returns their names."""
		there = frappe.get_all(
			"Meeting Discussion", {"meeting": ["in", self.meetings or [""]]}, pluck="child"
		)
		asked = frappe.get_all("Meeting Attendee", {"parent": ["in", self.meetings or [""]]}, pluck="worker")
		children = sorted({*self.siblings, *_filled(there)} - set(self.own["Child"]))
		return [
			*frappe.get_all("Child", {"name": ["in", children or [""]]}, pluck="full_name"),
			*frappe.get_all("Worker", {"name": ["in", _filled(asked) or [""]]}, pluck="worker_name"),
		]

	def rows(self) -> list[dict[str, dict[str, list[str]]]]:
		"""Returns which rows of which tables are about them: records, their rows, and what refers to them."""
		around: Names = {"Sibling Group": list(self.groups), "Meeting": list(self.meetings)}
		for sibling in self.siblings:
			for doctype, rows in records_about(sibling).items():
				around.setdefault(doctype, []).extend(rows)
		for doctype, column in links_to("Meeting"):
			if doctype not in STAYS and not frappe.get_meta(doctype).istable:
				found = frappe.get_all(doctype, {column: ["in", self.meetings or [""]]}, pluck="name")
				around.setdefault(doctype, []).extend(found)
		kept = {name: sorted(set(rows) - set(self.own.get(name, ()))) for name, rows in around.items()}
		return list(_tables_of({doctype: rows for doctype, rows in kept.items() if rows}))


def _filled(names: Iterable[str | None]) -> list[str]:
	return sorted({name for name in names if name})


def _tables_of(names: Names) -> Iterator[dict[str, dict[str, list[str]]]]:
	"""Yields the rows of these records, of their tables, and of what refers to them."""
	for doctype, rows in names.items():
		yield {f"tab{doctype}": {"name": rows}}
		for field in frappe.get_meta(doctype).get_table_fields():
			yield {f"tab{field.options}": {"parenttype": [doctype], "parent": rows}}
	everything = sorted({row for rows in names.values() for row in rows})
	for referring, doctype_column, name_column in references():
		if referring not in STAYS and everything:
			yield {f"tab{referring}": {doctype_column: list(names), name_column: everything}}


def _refuse_files_of_others(strong: Finder, urls: list[str]) -> None:
	"""A file of another record that names the child cannot be reworded: a person has to replace it first."""
	found = files.naming(strong, urls)
	if found:
		places = ", ".join(sorted(filter(None, map(_place_of, found))))
		message = Message(
			"Files of other records name the child. Replace or remove them, then confirm again: {0}", places
		)
		raise StillThere(translated(message))


def _place_of(path: object) -> str:
	"""Returns which record a file belongs to. The file's own name may be the child's, so it is not written down."""
	name = str(getattr(path, "name", ""))
	url = ["in", [f"/private/files/{name}", f"/files/{name}"]]
	row = frappe.db.get_value("File", {"file_url": url}, ["name", "attached_to_doctype", "attached_to_name"])
	return " ".join(filter(None, row)) if row else translated(Message("a file without a record"))


def _discard_staged(strong: Finder) -> None:
	"""Discards imports that wait with this child, or they would bring it back."""
	for run in staging.runs_held():
		uploads = staging.kept(run)
		texts = chain(
			(text for upload in uploads for text in files.texts_of(upload.read(limits_here()))),
			(one.text for one in staging.kept_corrections(run)),
		)
		if not any(strong.finds(upload.name) for upload in uploads) and not any(map(strong.finds, texts)):
			continue
		if frappe.db.get_value("Import Run", run, "status") == "Previewed":
			discard(run)
		else:
			frappe.db.after_commit.add(lambda run=run: staging.drop(run))


@dataclass(frozen=True)
class Done:
	"""What an erasure did.

	Attributes:
		erased: how many records went, by kind.
		reworded: in how many texts of others the name was taken out, by kind.
		urls: the files that are to be removed.
		tables: how many tables were searched afterwards.
		has_namesake: whether somebody else has the same name.
	"""

	erased: Counter[str]
	reworded: Counter[str]
	urls: list[str]
	tables: int
	has_namesake: bool


def _has_namesake(people: list[Person], children: list[str]) -> bool:
	others = everybody_else(children)
	return any(full_name_key(f"{person.first_name} {person.last_name}") in others for person in people)


def _certify(doc: Document, done: Done) -> None:
	searched = [Message("Every text in {0} tables was searched afterwards. Nothing was found.", done.tables)]
	if done.has_namesake:
		searched.append(
			Message(
				"Somebody else has the same name, so the name was left in texts about people who never met the child."
			)
		)
	doc.set("counts", [])
	for kind in sorted({*done.erased, *done.reworded}):
		doc.append("counts", {"kind": kind, "erased": done.erased[kind], "reworded": done.reworded[kind]})
	doc.update(
		{
			"child": None,
			"status": REMOVING,
			"erased_on": now_datetime(),
			"backups_until": getdate(nowdate()) + timedelta(days=backup_days()),
			"files_removed": len(done.urls),
			"pending_files": json.dumps(done.urls),
			"searched": " ".join(map(translated, searched)),
			"stopped_because": None,
		}
	)
	doc.flags.by_the_job = True
	doc.flags.ignore_version = True
	# the job finishes what two people have confirmed
	doc.save(ignore_permissions=True)


def _stop(erasure: str, error: Exception) -> None:
	"""Notes why nothing was erased."""
	if isinstance(error, StillThere):
		words = str(error)
	else:
		frappe.log_error(title=f"Erasure {erasure} was stopped")
		words = translated(Message("An error: {0}. Nothing was erased.", type(error).__name__))
	frappe.db.set_value("Erasure", erasure, {"status": STOPPED, "stopped_because": words[:1000]})
	frappe.db.commit()
