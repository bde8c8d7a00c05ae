"""Closes the pages of the website that are not on the list of what is open; see `gate`.

Frappe asks page renderers in turn whether an address is theirs, and ours first. Pages of other apps stay open.
"""

from __future__ import annotations

import frappe
from frappe.website.page_renderers.not_found_page import NotFoundPage
from frappe.website.page_renderers.static_page import StaticPage
from frappe.website.page_renderers.template_page import TemplatePage
from frappe.website.path_resolver import PathResolver

from ppoc.access import gate
from ppoc.access.open_endpoints import page_line, read_list


class ClosedPage(NotFoundPage):
	"""Answers a closed page as if it did not exist."""

	def __init__(self, path: str, http_status_code: int | None = None) -> None:
		self.closed_path = path
		super().__init__(path, 404)

	def can_render(self) -> bool:
		"""Returns whether the page is closed to the user."""
		path = self.closed_path
		if page_line(path, read_list()):
			gate.record_use("page", path)
			return False
		if gate.opens_all():
			return False
		return not (_is_of_another_app(path) or gate.opened_by_administrator("Page", path))

	def can_cache_404(self) -> bool:
		"""Returns False: a System Manager may open the page at the same address."""
		return False


def _is_of_another_app(path: str) -> bool:
	"""Returns whether an app other than Frappe brings the page."""
	for renderer in PathResolver.get_custom_page_renderers():
		if renderer is not ClosedPage and renderer(path, None).can_render():
			return True
	template = TemplatePage(path)
	if template.can_render():
		return bool(template.app != "frappe")
	static = StaticPage(path)
	frappes = frappe.get_app_path("frappe", "www")
	return bool(static.can_render()) and not str(static.file_path).startswith(frappes)
