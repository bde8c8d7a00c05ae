"""Headers of every answer: what a page may load, who may frame it, and that no browser keeps a child's record.

Desk writes inline scripts and compiles templates in the browser, so its policy cannot forbid either. What it does
forbid is everything that leaves the site: scripts, pictures, fonts and frames from elsewhere, requests to elsewhere,
forms sent elsewhere. So text that slips past a sanitiser cannot report to anybody that it was read, or what it saw.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import frappe
from werkzeug.wrappers import Request, Response

from ppoc.access.redirects import is_local

EXTRA_SOURCES = "ppoc_content_security_policy"
"""The site's configuration may name more sources: {"img-src": "https://tiles.example.org"}."""
NO_STORE = "no-store, private"
YEAR = 31_536_000
LOGIN_PATHS = (
	"/login",
	"/api/method/login",
	"/api/method/frappe.www.login.",
	"/api/method/frappe.integrations.oauth2_logins.",
)
METADATA = ("frappe.desk.form.load.getdoctype", "frappe.translate.")
"""Answers that hold no record: the browser may keep them as long as Frappe says."""

POLICY: dict[str, str] = {
	"default-src": "'self'",
	"script-src": "'self' 'unsafe-inline' 'unsafe-eval'",
	"style-src": "'self' 'unsafe-inline'",
	"img-src": "'self' data: blob:",
	"font-src": "'self' data:",
	"connect-src": "'self'",
	"media-src": "'self' blob:",
	"frame-src": "'self' blob:",
	"worker-src": "'self' blob:",
	"object-src": "'none'",
	"base-uri": "'self'",
	"form-action": "'self'",
	"frame-ancestors": "'self'",
}
FILE_POLICY: dict[str, str] = {
	"default-src": "'none'",
	"style-src": "'unsafe-inline'",
	"img-src": "'self' data:",
	"object-src": "'self'",
	"form-action": "'none'",
	"frame-ancestors": "'self'",
	"sandbox": "",
}
"""For an uploaded file: whatever it contains, it is no page of ours."""
STEADY = {
	"X-Content-Type-Options": "nosniff",
	"X-Frame-Options": "SAMEORIGIN",
	"Referrer-Policy": "same-origin",
	"Cross-Origin-Opener-Policy": "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy": "geolocation=(), microphone=(), payment=(), usb=()",
}


def add(response: Response | None = None, request: Request | None = None) -> None:
	"""Adds the headers to an answer. Runs after each request, whatever its outcome."""
	if response is None or request is None:
		return
	headers = response.headers
	for name, value in STEADY.items():
		headers[name] = value
	policy = _file_policy(response) if _is_file(request.path) else _policy(request)
	headers["Content-Security-Policy"] = as_header(policy)
	if _is_secure(request):
		headers["Strict-Transport-Security"] = f"max-age={YEAR}"
	_keep_in_no_browser(response, request)
	_stay_here(response, request)


def as_header(policy: Mapping[str, str]) -> str:
	"""Returns a policy as the text of its header."""
	return "; ".join(f"{directive} {sources}".strip() for directive, sources in policy.items())


def _policy(request: Request) -> dict[str, str]:
	policy = dict(POLICY)
	port = frappe.conf.get("socketio_port")
	if port:  # without a proxy in front, the realtime server answers on a port of its own
		host = request.host.rsplit(":", 1)[0]
		policy["connect-src"] += "".join(
			f" {scheme}://{host}:{port}" for scheme in ("ws", "wss", "http", "https")
		)
	extra = frappe.conf.get(EXTRA_SOURCES)
	for directive, sources in extra.items() if isinstance(extra, dict) else ():
		if directive in policy:
			policy[directive] = f"{policy[directive]} {sources}"
	return policy


def _is_file(path: str) -> bool:
	return path.startswith(("/private/", "/files/", "/backups"))


def _file_policy(response: Response) -> dict[str, str]:
	"""Returns the policy of a file; browsers do not show a PDF in a sandbox."""
	is_pdf = response.mimetype == "application/pdf"
	return {name: sources for name, sources in FILE_POLICY.items() if not (is_pdf and name == "sandbox")}


def _is_secure(request: Request) -> bool:
	return request.scheme == "https" or request.headers.get("X-Forwarded-Proto") == "https"


def _keep_in_no_browser(response: Response, request: Request) -> None:
	"""Lets no browser or proxy keep what a logged-in user was shown: computers are shared, access is withdrawn."""
	user = frappe.session.user if getattr(frappe.local, "session", None) else "Guest"
	if user == "Guest" or _called(request).startswith(METADATA):
		return
	later = getattr(frappe.local, "response_headers", None)  # version 16 writes these over ours
	if later is not None:
		later.pop("Cache-Control", None)
	response.headers["Cache-Control"] = NO_STORE


def _called(request: Request) -> str:
	return request.path.rpartition("/method/")[2]


def _stay_here(response: Response, request: Request) -> None:
	"""Sends nobody to another site after login, whatever address the login page was opened with."""
	target: Any = response.headers.get("Location")
	if target and request.path.startswith(LOGIN_PATHS) and not is_local(target, request.host):
		site = urlsplit(frappe.utils.get_url()).netloc
		if not is_local(target, site):
			response.headers["Location"] = "/"
