"""Runs in the host's environment: lets Frappe write the fields of each DocType of the app into its controller.

The job is {"site": …, "app": …}. Frappe puts a new block before the docstring of the class, which would then be
none; so a controller without a block gets an empty one below its docstring first, which Frappe fills.
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
			_prepare(get_controller(name))
			TypeExporter(frappe.get_doc("DocType", name)).export_types()
	finally:
		frappe.destroy()


def _prepare(controller: type) -> None:
	file = Path(inspect.getfile(controller))
	code = file.read_text(encoding="utf-8")
	if start_block in code:
		return
	nodes = ast.parse(code).body
	found = next(
		node for node in nodes if isinstance(node, ast.ClassDef) and node.name == controller.__name__
	)
	if not ast.get_docstring(found):
		return
	lines = code.splitlines()
	lines[found.body[0].end_lineno : found.body[0].end_lineno] = ["", f"\t{start_block}", f"\t{end_block}"]
	file.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
	main(**json.loads(sys.argv[1]))
