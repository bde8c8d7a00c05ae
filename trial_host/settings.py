"""What the tool is told about the app it serves: `[tool.trial_host]` and the dependencies in pyproject.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from trial_host.console import Stop

# Python 3.10 has none of its own; pytest brings one, and so does pip.
TOML_READERS = ("tomllib", "tomli", "pip._vendor.tomli")

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
	app: str
	site: str
	demo: str
	demo_of: str
	logins: str
	upgraded: str
	tests: tuple[str, ...]
	requirements: str
	eslint: str
	checks: tuple[str, ...]
	messages: str
	installed_from: tuple[str, ...]
	dependencies: tuple[str, ...]
	demo_dependencies: tuple[str, ...]
	test_dependencies: tuple[str, ...]
	lint_dependencies: tuple[str, ...]
	types_dependencies: tuple[str, ...]
	audit_dependencies: tuple[str, ...]
	docs_dependencies: tuple[str, ...]
	accepted_vulnerabilities: Mapping[str, str]

	@property
	def demo_option(self) -> str:
		"""The option of ./dev demo that says how large the demo is."""
		return f"--{self.demo_of}"

	@property
	def trial_variable(self) -> str:
		return f"{self.app.upper()}_TRIAL_DIR"


def load(root: Path = ROOT) -> Settings:
	document = toml_of(root / "pyproject.toml")
	project, told = document["project"], document["tool"]["trial_host"]
	extras = project.get("optional-dependencies", {})
	return Settings(
		app=told["app"],
		site=told["site"],
		demo=told["demo"],
		demo_of=told["demo-of"],
		logins=told["logins"],
		upgraded=told["upgraded"],
		tests=tuple(told["tests"]),
		requirements=told["requirements"],
		eslint=told["eslint"],
		checks=tuple(told["checks"]),
		messages=told["messages"],
		installed_from=tuple(told["installed-from"]),
		dependencies=tuple(project.get("dependencies", [])),
		demo_dependencies=tuple(extras.get("demo", [])),
		test_dependencies=tuple(extras.get("test", [])),
		lint_dependencies=tuple(extras.get("lint", [])),
		types_dependencies=tuple(extras.get("types", [])),
		audit_dependencies=tuple(extras.get("audit", [])),
		docs_dependencies=tuple(extras.get("docs", [])),
		accepted_vulnerabilities=told.get("accepted-vulnerabilities", {}),
	)


def toml_of(path: Path) -> dict[str, Any]:
	reader = next((found for name in TOML_READERS if (found := _imported(name))), None)
	if not reader:
		raise Stop("With Python 3.10, pip is needed to read pyproject.toml: install python3-pip.")
	return dict(reader.loads(path.read_text(encoding="utf-8")))


def _imported(name: str) -> Any:
	try:
		return import_module(name)
	except ModuleNotFoundError:
		return None
