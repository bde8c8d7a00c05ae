"""The address /ppoc, which redirects every user to the workspace of their own role.

In Frappe the apps screen, the desktop's icon and the page after login have one address for all users. Ours
depends on the user. Browsers do not cache the answer, since roles change and computers are shared.
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

from ppoc.access.role_names_database import MODULE
from ppoc.desk.roles_database import may_use_app

ADDRESS = "ppoc"
EVERYBODYS = "PPOC"
"""The workspace of users whose role has none of its own."""


class LandingPage(BaseRenderer):
	"""Answers /ppoc."""

	def can_render(self) -> bool:
		"""Returns whether this is the address requested."""
		return self.path == ADDRESS

	def render(self) -> Response:
		"""Redirects to the user's own workspace, or to the login page; refuses users without a role in the app.

		Raises:
			PermissionError: the user may not use the app.
		"""
		if frappe.session.user == "Guest":
			return _to(f"/login?{urlencode({'redirect-to': f'/{ADDRESS}'})}")
		if not may_use_app():
			frappe.throw(
				_("You have no role in PPOC. Ask your administrator to give you one."),
				frappe.PermissionError,
				title=_("No access"),
			)
		return _to(own_address())


def own_address() -> str:
	"""Returns the address where the logged-in user starts; `/app` leads to the Desk on every version."""
	return f"/app/{slug(own_workspace())}"


def own_workspace() -> str:
	"""Returns the name of the workspace where the logged-in user starts.

	A default workspace set in the User record comes first. Otherwise it is the first of ours, in order, for
	which the user has a role; otherwise the shared one.
	"""
	pages = [page for page in get_workspace_sidebar_items()["pages"] if page]
	seen = {page["name"]: page for page in pages}
	chosen = _default_workspace()
	if chosen and chosen in seen:
		return chosen
	ours = [name for name, page in seen.items() if page.get("module") == MODULE and page.get("public")]
	return next(filter(_is_for_me, ours), EVERYBODYS if EVERYBODYS in ours else next(iter(seen), EVERYBODYS))


def after_login(login_manager: Any) -> None:
	"""Version 15 before 15.1 sends every user to `/app`, which opens what this browser last showed."""
	if frappe.local.response.get("home_page") == "/app" and may_use_app():
		frappe.local.response["home_page"] = f"/{ADDRESS}"


def _default_workspace() -> str | None:
	if not frappe.get_meta("User").has_field("default_workspace"):
		return None
	return frappe.get_cached_value("User", frappe.session.user, "default_workspace")


def _is_for_me(workspace: str) -> bool:
	"""Returns whether the user has one of the workspace's roles; Administrator has every role but no casework."""
	if frappe.session.user == "Administrator":
		return False
	named = {row.role for row in frappe.get_cached_doc("Workspace", workspace).roles}
	return bool(named & set(frappe.get_roles()))


def _to(address: str) -> Response:
	return Response(status=302, headers={"Location": address, "Cache-Control": "no-store, private"})
