"""The address /ppoc: it sends everybody on to the workspace of their own role.

The apps screen, the desktop's icon and the page after login are one address for all on the platform. Ours asks who
comes. The answer is kept by no browser, since roles change and computers are shared.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import frappe
from frappe import _
from frappe.desk.desktop import get_workspace_sidebar_items
from frappe.desk.utils import slug
from frappe.website.page_renderers.base_renderer import BaseRenderer
from werkzeug.wrappers import Response

from ppoc.desk.roles_database import MODULE, may_use_app

ADDRESS = "ppoc"
EVERYBODYS = "PPOC"
"""The workspace of those whose role has none of its own."""


class LandingPage(BaseRenderer):
	"""Answers /ppoc."""

	def can_render(self) -> bool:
		"""Whether the address is this one."""
		return self.path == ADDRESS

	def render(self) -> Response:
		"""A redirect to the person's own workspace, to the login, or for strangers to the Desk a refusal."""
		if frappe.session.user == "Guest":
			return _to(f"/login?{urlencode({'redirect-to': f'/{ADDRESS}'})}")
		if not may_use_app():
			frappe.throw(
				_("You have no role in PPOC; your administrator gives you one."),
				frappe.PermissionError,
				title=_("No access"),
			)
		return _to(own_address())


def own_address() -> str:
	"""Where the person who is logged in begins; `/app` leads to the Desk on every version."""
	return f"/app/{slug(own_workspace())}"


def own_workspace() -> str:
	"""The name of the workspace where the person who is logged in begins.

	A default workspace that somebody set in the User record wins. Else it is the first of ours, in their order,
	whose roles the person holds; else the one that all share.
	"""
	pages = [page for page in get_workspace_sidebar_items()["pages"] if page]
	seen = {page["name"]: page for page in pages}
	chosen = _default_workspace()
	if chosen and chosen in seen:
		return chosen
	ours = [name for name, page in seen.items() if page.get("module") == MODULE and page.get("public")]
	return next(filter(_is_for_me, ours), EVERYBODYS if EVERYBODYS in ours else next(iter(seen), EVERYBODYS))


def after_login(login_manager: Any) -> None:
	"""Version 15 before 15.1 sends everybody to `/app`, which opens what was last looked at in this browser."""
	if frappe.local.response.get("home_page") == "/app" and may_use_app():
		frappe.local.response["home_page"] = f"/{ADDRESS}"


def _default_workspace() -> str | None:
	if not frappe.get_meta("User").has_field("default_workspace"):
		return None
	return frappe.get_cached_value("User", frappe.session.user, "default_workspace")


def _is_for_me(workspace: str) -> bool:
	"""Administrator has every role and no work of its own."""
	if frappe.session.user == "Administrator":
		return False
	named = {row.role for row in frappe.get_cached_doc("Workspace", workspace).roles}
	return bool(named & set(frappe.get_roles()))


def _to(address: str) -> Response:
	return Response(status=302, headers={"Location": address, "Cache-Control": "no-store, private"})
