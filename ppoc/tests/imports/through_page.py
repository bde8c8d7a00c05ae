"""Sends files to the import page's endpoints, as a browser does, and loads them in the test's own transaction."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any
from unittest.mock import patch

import frappe
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from ppoc.imports import api, runs
from ppoc.imports.uploads import Limits, UploadedFile


def preview(kind: str, files: Sequence[UploadedFile], **form: str) -> dict[str, Any]:
	"""Returns what the page shows after “Preview”, with all findings under "rows"."""
	sent = [(io.BytesIO(file.read(Limits())), file.name) for file in files]
	request = Request(EnvironBuilder(method="POST", data={"files": sent}).get_environ())
	with patch.object(frappe.local, "request", request, create=True):
		shown = api.preview(kind, **form)
	return {**shown, "rows": frappe.get_all("Import Finding", {"import_run": shown["name"]}, ["*"])}


def load(run: str, **agreed: Any) -> dict[str, Any]:
	"""Presses “Load” and carries the load out at once; returns what the page shows then."""
	with patch.object(frappe, "enqueue", lambda *_args, **_kwargs: None):
		api.load(run, **agreed)
	runs._load(frappe.db.get_value("Import Run", run, "*", as_dict=True))
	return api.status(run)


def told(shown: Mapping[str, Any], severity: str = "") -> list[str]:
	"""Returns the messages of a preview's findings, of one severity or all."""
	return [row.message for row in shown["rows"] if severity in ("", row.severity)]


def sentences(shown: Mapping[str, Any]) -> dict[str, list[str]]:
	"""Returns what would change, child by child."""
	return {change["child"]: change["changes"] for change in shown["changes"]}
