"""Says which words are misspelled or spelled as in America, with codespell.

	python -m lint.spelling

Words that codespell takes for mistakes and that are none (a code of the return, a part of a name) are listed in
words.txt; for a single line, a comment at its end says `codespell:ignore` with the word. American spellings are those
of codespell's own list of British ones, read the other way round.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import codespell_lib

ROOT = Path(__file__).resolve().parents[2]
WORDS = Path(__file__).with_name("words.txt")
BRITISH_TO_AMERICAN = Path(codespell_lib.__file__).with_name("data") / "dictionary_en-GB_to_en-US.txt"
LEFT_OUT = re.compile(
	r"^LICENSE$|^docs/data-dictionary\.md$|^lint/spelling/|/main\.pot$|/platform_endpoints\.csv$|overrides\.txt$"
	r"|package-lock\.json$|pins\.txt$"
	r"|\.(png|svg|xlsx|zip|woff2)$"
)

# A British reader finds nothing wrong with these, at least where computers are spoken of.
BRITISH_TOO = set(
	"dialog dialogs focused focusing math practice program programs routing stories story writable".split()
)
# The words of interfaces: names in code, never in a sentence.
OF_INTERFACES = (
	"analyze|authorization|authorize|behavior|capitalize|catalog|center|color|colors|customize|fulfill|gray"
	"|initialize|license|normalize|optimize|organizer|serialize|synchronization|unauthorized"
)
BEFORE = r"(?:(?<=[-_.$'\"`(:=>|/#])|(?<=import ))"
BEHIND = r"(?=[-_:'\"`=(;|/]|\.\w| Form| import| = )"
IN_CODE = rf"(?i){BEFORE}({OF_INTERFACES})\b|\b({OF_INTERFACES}){BEHIND}"


def problems(files: list[str], root: Path = ROOT) -> Iterator[str]:
	"""Each word that is wrong, with file and line.

	Args:
		files: from the project's folder.
		root: that folder.
	"""
	read = [name for name in files if not LEFT_OUT.search(name)]
	yield from _codespell(root, read, "--builtin", "clear,rare", "--check-filenames")
	with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as american:
		american.writelines(_american())
		american.flush()
		yield from _codespell(root, read, "--dictionary", american.name, "--ignore-regex", IN_CODE)


def _american() -> Iterator[str]:
	for line in BRITISH_TO_AMERICAN.read_text(encoding="utf-8").splitlines():
		british, _arrow, american = line.partition("->")
		for word in american.split(","):
			if word.strip() and word.strip() not in BRITISH_TOO:
				yield f"{word.strip()}->{british}\n"


def _codespell(root: Path, files: list[str], *options: str) -> list[str]:
	argv = [sys.executable, "-m", "codespell_lib", "--ignore-words", str(WORDS), *options, *files]
	done = subprocess.run(argv, cwd=root, capture_output=True, text=True, check=False)
	if done.returncode not in (0, 65) or "Traceback" in done.stderr:
		return [f"codespell failed: {done.stderr.strip()}"]
	return [line.removeprefix("./") for line in done.stdout.splitlines() if "==>" in line]


def _files(root: Path) -> list[str]:
	listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
	names = subprocess.run(listed, cwd=root, capture_output=True, text=True, check=True).stdout.split("\0")
	return [name for name in sorted(set(names)) if name and (root / name).is_file()]


if __name__ == "__main__":
	found = list(problems(_files(ROOT)))
	print("\n".join(found), end="\n" if found else "")
	sys.exit(1 if found else 0)
