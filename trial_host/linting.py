"""`./dev lint`: the form of the code, with tools of pinned versions in an environment of their own."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from trial_host import documentation, places, requirements, snapshot
from trial_host.console import say
from trial_host.hosts import node_tools
from trial_host.pythons import Environments
from trial_host.settings import ROOT, Settings
from trial_host.system import program


def lint(settings: Settings) -> int:
	steps = (_ruff, _layers, types, _scripts, _checks, _json, _requirements, documentation.faults_of)
	found = [problem for step in steps for problem in step(settings)]
	for problem in found:
		say(problem)
	say(f"lint: {len(found)} problems" if found else "lint: nothing to complain about")
	return 1 if found else 0


def write_requirements(settings: Settings) -> int:
	page = ROOT / settings.requirements
	covered = requirements.rewrite(page, *(ROOT / tests for tests in settings.tests))
	say(f"{settings.requirements}: {covered} of {len(requirements.rows_of(page))} rows have a test")
	return 0


def put_in_order(settings: Settings, folder: str) -> None:
	"""Sorts imports and formats the files of the folder, as generated code asks for."""
	python = _python(settings)
	for arguments in (["check", "--select=I", "--fix"], ["format"]):
		subprocess.run([python, "-m", "ruff", *arguments, "--quiet", folder], cwd=ROOT, check=True)


def _python(settings: Settings) -> Path:
	"""The interpreter with the tools of the lint beside it; they are installed when it is asked for the first time."""
	environments = Environments(places.cache_root(settings))
	return environments.environment("lint", settings.lint_dependencies) / "bin" / "python"


def _ruff(settings: Settings) -> Iterator[str]:
	python = _python(settings)
	for arguments in (["check"], ["format", "--check"]):
		argv: list[str | Path] = [python, "-m", "ruff", *arguments, "--quiet", "--output-format=concise", "."]
		done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True)
		if done.returncode:
			lines = (done.stdout + done.stderr).strip().splitlines()
			yield from lines or [f"ruff {arguments[0]} failed"]


def _layers(settings: Settings) -> Iterator[str]:
	"""What import-linter has against the imports, by the contracts in pyproject.toml."""
	python = _python(settings)
	run = "from importlinter.cli import lint_imports_command; lint_imports_command()"
	done = subprocess.run(
		[python, "-c", run, "--no-cache"], cwd=ROOT, capture_output=True, text=True,
		env={**os.environ, "NO_COLOR": "1"},
	)  # fmt: skip
	if done.returncode:
		said = [line.rstrip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
		broken = next((place for place, line in enumerate(said) if line.startswith("Broken contracts")), 0)
		yield from said[broken:] or ["lint-imports failed"]


def types(settings: Settings, folder: Path = ROOT) -> Iterator[str]:
	"""What mypy has against the types, by [tool.mypy] in the folder's pyproject.toml.

	It reads the libraries as the host has them, from an environment of its own; Frappe is not among them. What it
	has found out about a file is kept in the trial's folder until the file changes.
	"""
	wanted = [*settings.dependencies, *settings.demo_dependencies, *settings.test_dependencies]
	environment = Environments(places.cache_root(settings)).environment(
		"types", [*wanted, *settings.types_dependencies], *snapshot.pins()
	)
	cache = places.trial_root(settings) / "mypy"
	argv: list[str | Path] = [environment / "bin" / "python", "-m", "mypy", "--no-error-summary"]
	done = subprocess.run(
		[*argv, f"--cache-dir={cache}", "--no-pretty"], cwd=folder, capture_output=True, text=True
	)
	if done.returncode:
		yield from (done.stdout + done.stderr).strip().splitlines() or ["mypy failed"]


def _scripts(settings: Settings) -> Iterator[str]:
	"""What ESLint has against the client code, by eslint.config.cjs."""
	modules = _node_modules(settings)
	argv: list[str | Path] = [
		program("node"),
		modules / "eslint" / "bin" / "eslint.js",
		"--format=json",
		"--max-warnings=0",
		".",
	]
	done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, env=_with_node(modules))
	if done.returncode not in (0, 1):
		yield f"ESLint failed: {done.stderr.strip()}"
		return
	for file in json.loads(done.stdout):
		for told in file["messages"]:
			place = f"{Path(file['filePath']).relative_to(ROOT)}:{told.get('line', 1)}"
			yield f"{place}: {told['message']} ({told['ruleId'] or 'syntax'})"


def _checks(settings: Settings) -> Iterator[str]:
	"""What the project's own checks say: modules that print a line for each problem and end with 1."""
	for module in settings.checks:
		done = _own(settings, module)
		if done.returncode:
			lines = (done.stdout or done.stderr).strip().splitlines()
			yield from lines or [f"{module} failed"]


def write_messages(settings: Settings) -> int:
	done = _own(settings, settings.messages, "--write")
	say((done.stdout + done.stderr).strip())
	return done.returncode


def _own(settings: Settings, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
	"""A module of the project, run among the tools of the lint."""
	python = _python(settings)
	argv: list[str | Path] = [python, "-B", "-m", module, *arguments]
	env = _with_node(_node_modules(settings))
	return subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, env=env)


def _node_modules(settings: Settings) -> Path:
	return node_tools(ROOT / settings.eslint, places.cache_root(settings))


def _with_node(modules: Path) -> dict[str, str]:
	return {**os.environ, "NODE_PATH": str(modules)}


def _json(settings: Settings) -> Iterator[str]:
	for file in _ours("*.json"):
		try:
			json.loads(file.read_text(encoding="utf-8"))
		except ValueError as error:
			yield f"{file.relative_to(ROOT)}: {error}"


def _requirements(settings: Settings) -> list[str]:
	folders = (ROOT / tests for tests in settings.tests)
	return requirements.problems(ROOT / settings.requirements, *folders)


def _ours(*patterns: str) -> list[Path]:
	"""Files that git knows or would take; what it ignores is nobody's work."""
	listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
	names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
	return [ROOT / name for name in sorted(set(filter(None, names))) if (ROOT / name).is_file()]
