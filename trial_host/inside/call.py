"""Runs in the host's environment: calls one function of the app on a site and keeps what it returns.

The job is {"site": …, "function": "module.function", "arguments": {…}, "answer": file}. A module that does not
exist (yet) is told apart from one that fails: the answer is then {"missing": module}.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import frappe


def main(site: str, function: str, arguments: dict[str, Any], answer: str) -> None:
	module, _, name = function.rpartition(".")
	frappe.init(site=site)
	frappe.connect()
	try:
		Path(answer).write_text(json.dumps(_called(module, name, arguments), default=str))
		frappe.db.commit()
	finally:
		frappe.destroy()


def _called(module: str, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
	try:
		found = importlib.import_module(module)
	except ModuleNotFoundError as error:
		# The named module or a package above it, and nothing that it imports itself.
		if error.name and (module == error.name or module.startswith(f"{error.name}.")):
			return {"missing": module}
		raise
	return {"returned": getattr(found, name)(**arguments)}


if __name__ == "__main__":
	main(**json.loads(sys.argv[1]))
