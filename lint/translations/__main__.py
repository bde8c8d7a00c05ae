"""Lists each text that reaches a screen, a print or an email and is not marked for translators.

	python -m lint.translations

What may stay as it is has `# untranslated:` and the reason on its line, or its file is named here with the reason.
Client code is checked by ESLint (`lint/eslint/rules/translated.cjs`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from lint.translations import python_strings, template_strings

ROOT = Path(__file__).resolve().parents[2]
APP = "ppoc"
ALLOWED = "# untranslated:"
NOT_FOR_USERS = {
	"ppoc/access/endpoints.py": "a command for those who maintain the app",
	"ppoc/access/open_endpoints.py": "a command for those who maintain the app",
	"ppoc/commands.py": "the terminal of an administrator, where Frappe speaks English too",
	"ppoc/retention/backup_commands.py": "the same",
	"ppoc/authority_app/commands.py": "the same",
	"ppoc/hooks.py": "what bench reads of the app",
	"ppoc/imports/ssda903/codes.py": "the meanings of the return's codes, which are kept in records",
	"ppoc/imports/ssda903/synthetic.py": "made-up returns for tests and the demo",
	"ppoc/patches/": "the log of a migration",
	"ppoc/reporting/odata/": "answers to programs",
	"ppoc/tests/": "no user sees them",
}


def problems(root: Path = ROOT) -> Iterator[str]:
	"""Each fault with file and line."""
	for suffix, faults in ((".py", python_strings.faults), (".html", template_strings.faults)):
		for path in sorted((root / APP).rglob(f"*{suffix}")):
			place = path.relative_to(root).as_posix()
			if place.startswith(tuple(NOT_FOR_USERS)) or "/dist/" in place:
				continue
			source = path.read_text(encoding="utf-8")
			lines = source.splitlines()
			for fault in sorted(faults(source)):
				if ALLOWED not in lines[fault.line - 1]:
					yield f"{place}:{fault.line}: {fault.says}"


if __name__ == "__main__":
	found = list(problems())
	print("\n".join(found), end="\n" if found else "")
	sys.exit(1 if found else 0)
