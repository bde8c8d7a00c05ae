"""Half a request is refused: of a form of which half has arrived, a text would be saved that was cut short."""

from __future__ import annotations

from typing import Any

import frappe
import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from ppoc.access import requests


def arrived(announced: int | None = None) -> Any:
	"""Makes a request with a form; more of it was announced than has arrived."""
	form = {"value": "Her grandmother does not want"}
	environ = EnvironBuilder("/api/method/ping", method="POST", data=form).get_environ()
	if announced:
		environ["CONTENT_LENGTH"] = str(announced)
	return Request(environ)


def test_half_a_request_is_refused_before_anything_is_done(site, monkeypatch):
	monkeypatch.setattr(frappe.local, "request", arrived(announced=500), raising=False)
	with pytest.raises(HTTPException) as refused:
		requests.check()
	assert refused.value.get_response().status_code == 400


def test_a_whole_request_goes_on(site, monkeypatch):
	monkeypatch.setattr(frappe.local, "request", arrived(), raising=False)
	requests.check()
