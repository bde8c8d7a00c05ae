"""`./dev docs`: the pages under docs/ as a site that can be searched, built by Sphinx as docs/conf.py sets it up."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from trial_host import places
from trial_host.console import say
from trial_host.pythons import Environments
from trial_host.settings import ROOT, Settings

PAGES = "docs"


def build(settings: Settings) -> int:
	"""Builds the site anew and says where it begins; returns 1 if a page has a fault."""
	faults = list(faults_of(settings))
	for fault in faults:
		say(fault)
	say(f"docs: {len(faults)} problems" if faults else f"docs: {_site(settings) / 'index.html'}")
	return 1 if faults else 0


def faults_of(settings: Settings, folder: Path = ROOT) -> Iterator[str]:
	"""Builds the site of the project in `folder`; yields what Sphinx has against a page, such as a link to nowhere."""
	if not (folder / PAGES / "conf.py").exists():
		return
	environment = Environments(places.cache_root(settings)).environment("docs", settings.docs_dependencies)
	argv: list[str | Path] = [
		environment / "bin" / "python",
		"-B",
		"-m",
		"sphinx",
		"--fresh-env",
		"--quiet",
		"--no-color",
	]
	done = subprocess.run(
		[*argv, folder / PAGES, _site(settings)], cwd=folder, capture_output=True, text=True, check=False
	)
	lines = [line for line in done.stderr.splitlines() if line.strip()]
	yield from (line.removeprefix(f"{folder}/") for line in lines)
	if done.returncode and not lines:
		yield "Sphinx failed"


def _site(settings: Settings) -> Path:
	return places.trial_root(settings) / PAGES
