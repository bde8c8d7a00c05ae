"""Says where the app's code or its templates are open to an attack that the way Frappe works makes possible.

	python -m lint.security

docs/security.md says which tools look for what. What is meant has its reason in a comment there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from lint.security import python_faults, template_faults

ROOT = Path(__file__).resolve().parents[2]
APP = "ppoc"
# A patch runs as Administrator, once, by bench; its SQL is looked at by ruff as all other.
LEFT_OUT = (f"{APP}/tests/", f"{APP}/public/dist/", f"{APP}/patches/")
# Functions that templates may put into markup: they return dates, or what macros of a template looked at here return.
MADE_SAFE = frozenset(("fmt", "parts", "ppoc_date", "ppoc_short_date", "ppoc_time"))


def problems(root: Path = ROOT) -> Iterator[str]:
	"""Each fault with file and line."""
	for path in sorted((root / APP).rglob("*")):
		place = path.relative_to(root).as_posix()
		if path.suffix not in (".py", ".html") or place.startswith(LEFT_OUT):
			continue
		source = path.read_text(encoding="utf-8")
		python = path.suffix == ".py"
		found = python_faults.faults(source) if python else template_faults.faults(source, MADE_SAFE)
		for fault in sorted(set(found)):
			yield f"{place}:{fault.line}: {fault.says}"


if __name__ == "__main__":
	found = list(problems())
	print("\n".join(found), end="\n" if found else "")
	sys.exit(1 if found else 0)
