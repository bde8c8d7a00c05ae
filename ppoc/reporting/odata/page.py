"""The address /odata/v4/: a read-only OData v4 feed for Excel, Power BI and other programs.

Frappe asks every page renderer whether an address is its own. This one answers in JSON and XML, is never
cached, and asks users who have not logged in for a user and a password: an API key and its secret.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any
from urllib.parse import urlencode

import frappe
import orjson
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.website.page_renderers.base_renderer import BaseRenderer
from werkzeug.http import parse_dict_header
from werkzeug.wrappers import Request, Response

from ppoc.reporting.odata import records_database, reports_database
from ppoc.reporting.odata.addresses import origin
from ppoc.reporting.odata.keys import ROOT
from ppoc.reporting.odata.protocol import (
	EntitySet,
	FeedRequestError,
	FeedUnknownError,
	Page,
	metadata,
	question,
)

HEADERS = {"OData-Version": "4.0", "Cache-Control": "no-store, private"}
CHALLENGE = 'Basic realm="PPOC", charset="UTF-8"'
JSON = "application/json;odata.metadata=minimal"
MAX_PAGE_SIZE = "odata.maxpagesize"
"""How many rows a reader prefers on a page (OData 4.01, part 1, 8.2.8.6)."""

METADATA = "$metadata"


class FeedPage(BaseRenderer):
	"""Answers requests below /odata/v4/."""

	def can_render(self) -> bool:
		"""Returns whether the address is the feed's."""
		return f"{self.path}/".startswith(f"{ROOT}/")  # there may be no request: jobs print emails

	def render(self) -> Response:
		"""Returns the answer; every error is reported as an OData error."""
		try:
			return self._answer()
		except FeedUnknownError as error:
			return _error(501, str(error))
		except FeedRequestError as error:
			return _error(400, str(error))
		except frappe.PermissionError:
			return _error(403, _("You may not read this."))
		except Exception:
			frappe.log_error(title="OData feed")
			return _error(
				500, _("The feed could not answer. Your administrator can find the reason in the Error Log.")
			)

	def _answer(self) -> Response:
		if frappe.session.user == "Guest":
			return _challenge()
		if frappe.request.method not in ("GET", "HEAD"):
			return _error(405, _("The feed is read-only."))
		name = _path()[len(ROOT) :].strip("/")
		if name == METADATA:
			return Response(metadata(_sets()), content_type="application/xml", headers=HEADERS)
		if not name:
			value = [{"name": each, "kind": "EntitySet", "url": each} for each in _sets()]
			return _json({"@odata.context": f"{_root()}/{METADATA}", "value": value})
		return _rows(name)


def refuse_wrong_key(response: Response | None = None, request: Request | None = None) -> None:
	"""Answers an unknown key or a wrong secret as the feed does. Runs after each request.

	Frappe refuses the credentials before it asks whose address it is, with a page of HTML.
	"""
	if response is None or request is None or "OData-Version" in response.headers:
		return
	if not f"{request.path.strip('/')}/".startswith(f"{ROOT}/") or frappe.session.user != "Guest":
		return
	words = _("This key and secret are not known. Make a new key on the page “Connect Excel or Power BI”.")
	refused = _error(401, words)
	response.set_data(refused.get_data())
	response.status_code = 401
	response.headers.update({**HEADERS, "Content-Type": JSON})
	_ask_for_key(response)


def _challenge() -> Response:
	"""Returns the response that makes Excel and Power BI ask for a user and a password."""
	response = _error(401, _("Log in with an API key as the user name and its secret as the password."))
	_ask_for_key(response)
	return response


def _ask_for_key(response: Response) -> None:
	response.headers["WWW-Authenticate"] = CHALLENGE
	if (last_word := getattr(frappe.local, "response_headers", None)) is not None:
		# version 16 replaces the header with a challenge for OAuth, and adds these headers after that
		last_word["WWW-Authenticate"] = CHALLENGE


def _path() -> str:
	return frappe.local.request.path.strip("/")


def feed_address() -> str:
	"""Returns the address that a reader types into Excel or Power BI."""
	return f"{_root()}/"


def _root() -> str:
	request, conf = frappe.local.request, frappe.local.conf
	return f"{origin(request.scheme, request.headers, conf.host_name or conf.hostname)}/{ROOT}"


def _sets() -> dict[str, EntitySet]:
	return {**records_database.entity_sets(), **reports_database.entity_sets()}


def _rows(name: str) -> Response:
	source = reports_database if name.startswith("Report") else records_database
	found = source.entity_set(name)
	if not found:
		return _error(404, _("There is no such list, or you may not read it."))
	asked, most = frappe.request.args.to_dict(), _preferred()
	page = source.page(found, question(asked, found.types, most))
	try:
		_log(found, asked)
		response = _answer_with(page, found, asked)
	except BaseException:
		page.rows.close()
		raise
	if most:
		response.headers["Preference-Applied"] = f"{MAX_PAGE_SIZE}={most}"
	return response


def _preferred() -> int | None:
	wanted = parse_dict_header(frappe.request.headers.get("Prefer", "")).get(MAX_PAGE_SIZE) or ""
	return int(wanted) or None if wanted.isdecimal() and len(wanted) < 10 else None


def _answer_with(page: Page, found: EntitySet, asked: Mapping[str, str]) -> Response:
	"""Returns the whole answer if it is one part; otherwise streams it while the database still sends rows.

	An error in the first part is reported as an OData error.
	"""
	parts = _body(page, found, asked)
	first = next(parts)
	if page.rows.ended:
		return Response(first + b"".join(parts), content_type=JSON, headers=HEADERS)
	response = Response(_going_on(chain([first], parts), page), content_type=JSON, headers=HEADERS)
	response.call_on_close(page.rows.close)  # the server may never start to read the body
	return response


def _going_on(parts: Iterator[bytes], page: Page) -> Iterator[bytes]:
	"""Yields the parts of an answer whose status is already sent. On an error it is cut off, so that it is
	not valid JSON."""
	try:
		yield from parts
	except Exception:
		frappe.log_error(title="OData feed")
		frappe.db.commit()
		frappe.db.close()  # Frappe 15 has closed it already; 16 does so next
		raise
	finally:
		page.rows.close()


def _body(page: Page, found: EntitySet, asked: Mapping[str, str]) -> Iterator[bytes]:
	root = _root()
	head: dict[str, Any] = {"@odata.context": f"{root}/{METADATA}#{found.name}"}
	if page.total is not None:
		head["@odata.count"] = page.total
	before = orjson.dumps(head)[:-1] + b',"value":['
	for part in page.rows:
		yield before + part
		before = b","
	yield (b"" if page.rows.count else before) + b"]" + _link(page, f"{root}/{found.name}", asked) + b"}"


def _link(page: Page, address: str, asked: Mapping[str, str]) -> bytes:
	"""Returns the link to the next page, if there is one."""
	after = page.after()
	if not after:
		return b""
	going_on = {key: value for key, value in asked.items() if key != "$skip"}
	if "$top" in asked:
		going_on["$top"] = str(int(asked["$top"]) - page.rows.count)
	going_on["$skiptoken"] = after
	return b',"@odata.nextLink":' + orjson.dumps(f"{address}?{urlencode(going_on)}")


def _log(found: EntitySet, asked: Mapping[str, str]) -> None:
	"""Logs who read what; further pages of the same request are not logged again."""
	if "$skiptoken" not in asked:
		doctype = None if found.is_report else found.source
		report = found.source if found.is_report else None
		make_access_log(
			doctype=doctype,
			report_name=report,
			method="OData",
			file_type="JSON",
			filters=frappe.as_json(asked),
		)


def _json(answer: Mapping[str, Any], status: int = 200) -> Response:
	return Response(orjson.dumps(answer), status=status, content_type=JSON, headers=HEADERS)


def _error(status: int, message: str) -> Response:
	return _json({"error": {"code": str(status), "message": message}}, status)
