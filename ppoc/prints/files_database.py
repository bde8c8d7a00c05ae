"""Pictures in a print: files of the site that the reader may see, and no others."""

from __future__ import annotations

from collections.abc import Callable

import frappe

MOST_BYTES = 10_000_000


def reader_of_files(user: str) -> Callable[[str], bytes | None]:
	"""Gives the content of the file at a path such as /private/files/plan.png, None where `user` may not read it."""

	def read(path: str) -> bytes | None:
		for name in frappe.get_all("File", filters={"file_url": path, "is_folder": 0}, pluck="name", limit=5):
			file = frappe.get_doc("File", name)
			if not frappe.has_permission("File", "read", doc=file, user=user):
				continue
			if (file.file_size or 0) > MOST_BYTES:
				return None
			content = file.get_content()
			return content if isinstance(content, bytes) else None
		return None

	return read
