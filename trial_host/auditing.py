"""`./dev audit`: which of the installed libraries have a published vulnerability, as the registries know it.

pip-audit asks the index of PyPI about each Python package of the host, of the lint and of mypy; `npm audit` asks npm
about the lock files. Both need the network. A package of which the registry says nothing is not taken for safe.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trial_host import places, pythons, snapshot
from trial_host.checkout import Checkout
from trial_host.console import say, step
from trial_host.hosts import NODE_SOURCES, Hosts, app_locks
from trial_host.pythons import Environments
from trial_host.settings import ROOT, Settings
from trial_host.system import program

FOUND, NOT_ANSWERED = 1, 2
SHOWN_NAMES = 5
ASKING_SECONDS = "15"


@dataclass(frozen=True)
class Vulnerability:
	"""A published vulnerability of an installed package.

	Attributes:
		ids: all its names, as GHSA-… and CVE-…; any of them may be accepted.
		mended: the releases without it; empty if there is none.
	"""

	package: str
	version: str
	ids: tuple[str, ...]
	mended: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
	"""What a registry said about one place: how many packages, of which it said nothing, and what is wrong."""

	place: str
	asked: int
	silent: tuple[str, ...] = ()
	found: tuple[Vulnerability, ...] = ()
	failed: str = ""


def audit(settings: Settings, frappe: Path | None) -> int:
	"""Prints what is known; returns 0 if nothing is, 1 if something is, 2 if a registry could not be asked."""
	answers = [*_python(settings, frappe), *map(_node, node_folders(settings))]
	lines, status = report(answers, settings.accepted_vulnerabilities)
	for line in lines:
		say(line)
	return status


def report(answers: Iterable[Answer], accepted: Mapping[str, str]) -> tuple[list[str], int]:
	"""The lines to print and the exit status.

	Args:
		answers: of the registries.
		accepted: the vulnerabilities that are known and left for a reason, by any of their names.
	"""
	lines: list[str] = []
	used: set[str] = set()
	has_found = has_gap = False
	for answer in answers:
		if answer.failed:
			lines.append(f"{answer.place}: the registry could not be asked: {answer.failed}")
			has_gap = True
			continue
		for one in answer.found:
			reasons = {known: accepted[known] for known in one.ids if known in accepted}
			used |= reasons.keys()
			has_found = has_found or not reasons
			lines.append(f"{answer.place}: {_told(one, next(iter(reasons.values()), ''))}")
		if answer.silent:
			has_gap = True
			names = ", ".join(answer.silent[:SHOWN_NAMES]) + (
				", …" if len(answer.silent) > SHOWN_NAMES else ""
			)
			lines.append(
				f"{answer.place}: the registry says nothing of {len(answer.silent)} packages: {names}"
			)
		lines.append(
			f"{answer.place}: {answer.asked - len(answer.silent)} of {answer.asked} packages answered for"
		)
	if not has_gap:
		lines += [
			f"pyproject.toml accepts {known}, which nothing has any more" for known in accepted.keys() - used
		]
	return [*lines, _verdict(has_found, has_gap)], FOUND if has_found else NOT_ANSWERED if has_gap else 0


def _told(one: Vulnerability, reason: str) -> str:
	remedy = f"mended in {', '.join(one.mended)}" if one.mended else "no release mends it"
	known = f"; accepted: {reason}" if reason else ""
	return f"{one.package} {one.version} has {' = '.join(one.ids)} ({remedy}){known}"


def _verdict(has_found: bool, has_gap: bool) -> str:
	if has_found:
		return (
			"audit: vulnerabilities; take a mended release, or accept each with its reason in pyproject.toml"
		)
	if has_gap:
		return (
			"audit: not everything was answered, so nobody knows. It needs a network that reaches PyPI's JSON API and"
			" npm's audit; a mirror often has neither."
		)
	return "audit: no known vulnerability"


def _python(settings: Settings, frappe: Path | None) -> Iterator[Answer]:
	cache = places.cache_root(settings)
	environments = Environments(cache)
	tool = environments.environment("audit", settings.audit_dependencies) / "bin" / "python"
	wanted = [*settings.dependencies, *settings.demo_dependencies, *settings.test_dependencies]
	types = [*wanted, *settings.types_dependencies]
	yield _asked(tool, "the host", _host_environment(settings, frappe, cache))
	yield _asked(tool, "the lint", environments.environment("lint", settings.lint_dependencies))
	yield _asked(tool, "mypy", environments.environment("types", types, *snapshot.pins()))


def _host_environment(settings: Settings, frappe: Path | None, cache: Path) -> Path:
	checkout = Checkout(frappe) if frappe else None
	hosts = Hosts(settings, cache, checkout.required_python if checkout else pythons.SUPPORTED)
	source = checkout.source(cache) if checkout else snapshot.source(hosts.environments, cache)
	return hosts.environment(source, *(("", "") if checkout else snapshot.pins()))


def _asked(tool: Path, place: str, environment: Path) -> Answer:
	pinned = installed(environment)
	with step(f"Asking PyPI about {place}"), tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
		file.write("".join(f"{name}=={version}\n" for name, version in pinned.items()))
		file.flush()
		argv: list[str | Path] = [
			tool,
			"-m",
			"pip_audit",
			"--requirement",
			file.name,
			"--no-deps",
			"--disable-pip",
		]
		argv += ["--format=json", "--progress-spinner=off", f"--timeout={ASKING_SECONDS}"]
		done = subprocess.run(argv, capture_output=True, text=True)
	return answer_of_python(place, pinned, done.stdout, done.stderr)


def installed(environment: Path) -> dict[str, str]:
	"""The packages of an environment with their versions, as their folders say; the local part is left out."""
	found = {}
	for folder in sorted(environment.glob("lib/python3*/site-packages/*.dist-info")):
		name, _dash, version = folder.name.removesuffix(".dist-info").rpartition("-")
		found[name] = version.partition("+")[0]
	return found


def answer_of_python(place: str, pinned: Mapping[str, str], said: str, complaint: str) -> Answer:
	"""What pip-audit's JSON means."""
	try:
		told = json.loads(said)["dependencies"]
	except (ValueError, KeyError, TypeError):
		return Answer(place, len(pinned), failed=_last_line(complaint or said))
	silent = tuple(one["name"] for one in told if "skip_reason" in one)
	found = tuple(
		Vulnerability(
			one["name"],
			one["version"],
			(each["id"], *sorted(each.get("aliases", ()))),
			tuple(each.get("fix_versions", ())),
		)
		for one in told
		for each in one.get("vulns", ())
	)
	return Answer(place, len(told), silent, found)


def node_folders(settings: Settings) -> list[Path]:
	"""The folders with a lock file of ours."""
	return [*(lock.parent for lock in app_locks()), ROOT / settings.eslint, NODE_SOURCES]


def _node(folder: Path) -> Answer:
	place = "the app" if folder == ROOT else str(folder.relative_to(ROOT))
	with step(f"Asking npm about {place}"):
		argv = [program("npm"), "audit", "--json", "--package-lock-only"]
		env = {**os.environ, "npm_config_update_notifier": "false", "npm_config_fetch_retries": "0"}
		done = subprocess.run(argv, cwd=folder, capture_output=True, text=True, env=env)
	locked = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
	return answer_of_node(place, len(locked) - 1, done.stdout, done.stderr)


def answer_of_node(place: str, count: int, said: str, complaint: str) -> Answer:
	"""What npm's JSON means."""
	try:
		told = json.loads(said)
	except ValueError:
		return Answer(place, count, failed=_last_line(complaint or said))
	if "vulnerabilities" not in told:
		return Answer(place, count, failed=str(told.get("message") or "no answer"))
	return Answer(place, count, found=tuple(_of_node(told["vulnerabilities"])))


def _of_node(told: Mapping[str, Any]) -> Iterator[Vulnerability]:
	"""A package that is only named because of what it uses is left out: what it uses is named itself."""
	for name, one in told.items():
		for cause in one["via"]:
			if isinstance(cause, dict):
				known = str(cause["url"]).rpartition("/")[2]
				yield Vulnerability(name, str(cause["range"]), (known,), _mended_by(one.get("fixAvailable")))


def _mended_by(fix: Any) -> tuple[str, ...]:
	if isinstance(fix, dict):
		return (f"{fix['name']} {fix['version']}",)
	return ("a later release: npm audit fix",) if fix else ()


def _last_line(text: str) -> str:
	lines = [line.strip() for line in text.splitlines() if line.strip()]
	return lines[-1][:200] if lines else "no answer"
