"""Runs in the host's environment: lets Frappe write the fields of each DocType of the app into its controller.

The job is {"site": …, "app": …}.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
from pathlib import Path

import frappe
from frappe.model.base_document import get_controller
from frappe.types.exporter import TypeExporter, end_block, start_block


def main(site: str, app: str) -> None:
	frappe.init(site=site)
	frappe.connect()
	try:
		modules = frappe.get_all("Module Def", {"app_name": app}, pluck="name")
		for name in frappe.get_all("DocType", {"module": ["in", modules], "custom": 0}, pluck="name"):
			controller = get_controller(name)
			file = Path(inspect.getfile(controller))
			code = file.read_text(encoding="utf-8")
			file.write_text(with_place_for_fields(code, controller.__name__), encoding="utf-8")
			TypeExporter(frappe.get_doc("DocType", name)).export_types()
	finally:
		frappe.destroy()


def with_place_for_fields(code: str, class_name: str) -> str:
	"""The code with an empty block below the docstring of the class, for Frappe to fill.

	Frappe puts a new block before the docstring, which would then be none. A block that is there it leaves in place.
	"""
	if start_block in code:
		return code
	classes = (node for node in ast.parse(code).body if isinstance(node, ast.ClassDef))
	found = next(node for node in classes if node.name == class_name)
	if not ast.get_docstring(found):
		return code
	lines = code.splitlines()
	end = found.body[0].end_lineno
	return "\n".join([*lines[:end], "", f"\t{start_block}", f"\t{end_block}", *lines[end:]]) + "\n"


if __name__ == "__main__":
	main(**json.loads(sys.argv[1]))
