"""The Python side of the host: an interpreter that Frappe runs on, uv to fill an environment, the environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from trial_host.commands import run
from trial_host.console import Stop, step
from trial_host.store import key_of, made_once

UV = "uv==0.13.9"
SUPPORTED = ("3.11", "3.10", "3.12", "3.13", "3.14")


def find_python() -> Path | None:
	"""The first supported interpreter that really starts; a shim that only names one does not count."""
	candidates = [sys.executable, *(f"python{version}" for version in SUPPORTED), "python3"]
	for candidate in candidates:
		for found in _everywhere(candidate):
			if _version(found) in SUPPORTED:
				return found.resolve() if "shims" not in found.parts else _real(found)
	return None


def missing_packages() -> list[str]:
	"""What apt should bring for Python: an interpreter when none fits, pip where it is missing."""
	packages = [] if find_python() else ["python3"]
	if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode:
		packages.append("python3-pip")
	return packages


def _everywhere(name: str) -> list[Path]:
	if os.path.isabs(name):
		return [Path(name)]
	folders = os.environ.get("PATH", "").split(os.pathsep)
	return [Path(folder) / name for folder in folders if folder and shutil.which(name, path=folder)]


def _version(python: Path) -> str:
	code = "import sys; print('%d.%d' % sys.version_info[:2])"
	return subprocess.run([python, "-c", code], capture_output=True, text=True).stdout.strip()


def _real(python: Path) -> Path:
	code = "import sys; print(sys.executable)"
	return Path(subprocess.run([python, "-c", code], capture_output=True, text=True).stdout.strip())


class Environments:
	"""Virtual environments in the cache, each named after the interpreter and the packages in it."""

	def __init__(self, cache: Path) -> None:
		self.cache = cache
		self.log = cache / "logs" / "python.log"

	def environment(
		self,
		kind: str,
		requirements: Sequence[str],
		constraints: str = "",
		overrides: str = "",
		prerelease: bool = False,
	) -> Path:
		"""An environment with these packages, made when no earlier call made it."""
		python = find_python()
		if not python:
			raise Stop(f"No Python {', '.join(sorted(SUPPORTED))} was found on PATH.")
		key = key_of(str(python), _version(python), *sorted(requirements), constraints, overrides)
		target = self.cache / "env" / f"{kind}-{key}"
		if target.is_dir() and _version(target / "bin" / "python") != _version(python):
			shutil.rmtree(target)  # its interpreter has gone from the machine

		def make(unfinished: Path) -> None:
			with step(f"Python packages for the {kind}"):
				env = unfinished / "env"
				uv = self._uv()
				self._run_uv(uv, "venv", "--quiet", "--python", python, env)
				files = []
				for flag, text in (("--constraint", constraints), ("--override", overrides)):
					if text:
						file = unfinished / f"{flag.strip('-')}s.txt"
						file.write_text(text)
						files += [flag, str(file)]
				wanted = unfinished / "requirements.txt"
				wanted.write_text("\n".join(requirements) + "\n")
				self._run_uv(
					uv, "pip", "install", "--quiet", "--python", env / "bin" / "python", *files, "-r", wanted
				)
				for entry in env.iterdir():
					entry.rename(unfinished / entry.name)
				env.rmdir()

		return made_once(target, make)

	def unpacked(self, requirement: str, sha256: str, target: Path) -> None:
		"""Unpacks one distribution, whose file must have this hash, with none of its dependencies."""
		wanted = target.parent / f"{target.name}.txt"
		wanted.write_text(f"{requirement} --hash=sha256:{sha256}\n")
		python = find_python()
		uv = self._uv()
		options = [
			"--quiet",
			"--no-deps",
			"--require-hashes",
			"--only-binary",
			":all:",
			"--link-mode",
			"copy",
		]
		self._run_uv(uv, "pip", "install", *options, "--python", python, "--target", target, "-r", wanted)

	def _run_uv(self, uv: Path, *arguments: str | Path | None) -> None:
		argv = [uv, *(part for part in arguments if part is not None)]
		run(argv, self.log, env=self._uv_environment(), why="uv could not install Python packages")

	def _uv(self) -> Path:
		target = self.cache / "tools" / UV.replace("==", "-")

		def make(unfinished: Path) -> None:
			pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", unfinished, UV]
			run(pip, self.log, env={**os.environ, "PIP_NO_INPUT": "1"}, why="pip could not install uv")

		return made_once(target, make) / "bin" / "uv"

	def _uv_environment(self) -> Mapping[str, str]:
		"""uv keeps to our cache and reads the package index that pip is configured for on this machine."""
		env = {
			**os.environ,
			"UV_CACHE_DIR": str(self.cache / "uv"),
			"UV_NO_CONFIG": "1",
			"UV_PYTHON_DOWNLOADS": "never",
		}
		env.pop("VIRTUAL_ENV", None)
		for setting, variable in (("index-url", "UV_DEFAULT_INDEX"), ("cert", "SSL_CERT_FILE")):
			if variable not in env and (value := _pip_setting(setting)):
				env[variable] = value
		return env


def _pip_setting(name: str) -> str:
	for place in ("global", "install", ":env:"):
		answer = subprocess.run(
			[sys.executable, "-m", "pip", "config", "get", f"{place}.{name}"], capture_output=True, text=True
		)
		if answer.returncode == 0:
			return answer.stdout.strip()
	return ""
