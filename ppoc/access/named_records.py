"""The records that a request names, in its path or its arguments. Plain Python, no site."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from ppoc.access.input_values import unstorable
from ppoc.access.rest_addresses import rest_address

DOCTYPE_ARGUMENTS = frozenset(
	{
		"attached_to_doctype",
		"doc_type",
		"doctype",
		"document_type",
		"dt",
		"for_doctype",
		"goal_doctype",
		"link_doctype",
		"linked_doctype",
		"parent_doctype",
		"parenttype",
		"ref_doctype",
		"reference_doctype",
		"reference_dt",
		"reference_type",
		"reminder_doctype",
		"share_doctype",
		"source_doctype",
		"target_doctype",
	}
)
"""Arguments of Frappe's functions that name a DocType."""
OF_RECORDS = (
	"doctype",
	"dt",
	"document_type",
	"reference_doctype",
	"reference_dt",
	"ref_doctype",
	"share_doctype",
)
"""Those of them that name a record together with an argument for its name."""
NAME_ARGUMENTS = (
	"name",
	"dn",
	"docname",
	"docnames",
	"doc_name",
	"document_name",
	"docs",
	"names",
	"reference_name",
	"reference_docname",
	"ref_docname",
	"share_name",
	"items",
	"value",
)
DOCUMENT_ARGUMENTS = ("doc", "docs", "data")
MOST = 200
"""A request that names more records than this is answered as Frappe does."""


@dataclass
class Named:
	"""What a request names.

	Attributes:
		records: DocType and name of each record.
		documents: whole documents that were handed in, whose links are names too.
		file_url: a file's address.
	"""

	records: list[tuple[str, str]] = field(default_factory=list)
	documents: list[dict[str, Any]] = field(default_factory=list)
	file_url: str = ""


def named_in(path: str, form: Mapping[str, Any]) -> Named:
	"""Returns what a request names.

	Args:
		path: the request's path, decoded once.
		form: its arguments.
	"""
	found = Named(file_url=str(form.get("file_url") or ""))
	address = rest_address(path)
	doctype = address.doctype or "" if address else ""
	if address and doctype and address.name:
		found.records.append((doctype, address.name))
	for document in _documents(form, doctype):
		found.documents.append(document)
		if document.get("name") and not document.get("__islocal"):
			found.records.append((str(document["doctype"]), str(document["name"])))
	if isinstance(form.get("doc"), str) and form.get("name") and _parsed(form["doc"]) is None:
		found.records.append((form["doc"], str(form["name"])))  # Frappe's print view calls the DocType `doc`
	doctypes = [form[key] for key in OF_RECORDS if isinstance(form.get(key), str)]
	names = [name for key in NAME_ARGUMENTS for name in _names(form.get(key))]
	found.records += [(doctype, name) for doctype in doctypes for name in names]
	storable = (record for record in dict.fromkeys(found.records) if not unstorable(record))
	found.records = list(islice(storable, MOST))  # no record has a name that cannot be stored
	return found


def _documents(form: Mapping[str, Any], doctype: str) -> Iterator[dict[str, Any]]:
	given = [_parsed(form.get(key)) for key in DOCUMENT_ARGUMENTS]
	if doctype:
		given.append({**form, "doctype": doctype})  # the body of a REST request is the document
	for value in given:
		for each in value if isinstance(value, list) else [value]:
			if isinstance(each, dict) and (each.get("doctype") or doctype):
				yield {**each, "doctype": str(each.get("doctype") or doctype)}


def _names(given: Any) -> list[str]:
	value = _parsed(given) if isinstance(given, str) and given[:1] in ("[", "{") else given
	if isinstance(value, dict):
		value = [value]
	if isinstance(value, list):
		named = [each.get("name") if isinstance(each, dict) else each for each in value]
		return [str(each) for each in named if isinstance(each, str | int)]
	return [str(value)] if isinstance(value, str | int) and str(value) else []


def _parsed(given: Any) -> Any:
	if not isinstance(given, str):
		return given
	try:
		return json.loads(given)
	except (ValueError, RecursionError):
		return None
