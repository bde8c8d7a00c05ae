"""The Python side of the host: an interpreter that Frappe runs on, uv to fill an environment, the environment."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from trial_host.commands import run
from trial_host.console import Stop, step
from trial_host.store import key_of, made_once

UV = "uv==0.13.9"
SUPPORTED = ">=3.10,<3.15"  # what the default host's pins were tried with
NAMES = tuple(f"python3.{minor}" for minor in (11, 10, *range(12, 20)))
CLAUSE = re.compile(r"(>=|<=|==|!=|~=|<|>)\s*(\d+(?:\.\d+)*)")


def find_python(required: str = SUPPORTED) -> Path | None:
	"""The first interpreter that fits and really starts; a shim that only names one does not count."""
	for found in _candidates():
		version = _version(found)
		if version and fits(version, required):
			return found.resolve() if "shims" not in found.parts else _real(found)
	return None


def chosen_python(required: str = SUPPORTED) -> Path:
	"""As `find_python`, but stops where none fits, and says what was found."""
	python = find_python(required)
	if python:
		return python
	versions = sorted({version for found in _candidates() if (version := _version(found))}, key=_as_numbers)
	raise Stop(
		f"This Frappe needs Python {required}; on PATH there is {', '.join(versions) or 'none'}. Install one that "
		"fits and put its folder on PATH, then run the same ./dev command again."
	)


def fits(version: str, required: str) -> bool:
	"""Whether Python of this version, as `3.14`, satisfies what a `requires-python` says of major and minor
	versions. Patch releases are left out of account."""
	for operator, release in CLAUSE.findall(required):
		wanted = _as_numbers(release)
		exact, wanted = len(wanted) > 2, wanted[:2]
		have = _as_numbers(version)[: len(wanted)]
		answer = {
			">=": have >= wanted,
			"<=": have <= wanted,
			"==": have == wanted,
			"!=": exact or have != wanted,
			"~=": have == wanted if exact else have[:1] == wanted[:1] and have >= wanted,
			"<": have <= wanted if exact else have < wanted,
			">": have >= wanted if exact else have > wanted,
		}
		if not answer[operator]:
			return False
	return True


def _as_numbers(version: str) -> tuple[int, ...]:
	return tuple(int(part) for part in version.split("."))


def missing_packages() -> list[str]:
	"""What apt should bring for Python: pip where it is missing."""
	pip = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True)
	return ["python3-pip"] if pip.returncode else []


def missing_headers(python: Path) -> list[str]:
	"""What apt should bring to build C extensions for this interpreter. Only Debian's come without headers."""
	code = "import sysconfig; print(sysconfig.get_paths()['include'])"
	folder = subprocess.run([python, "-c", code], capture_output=True, text=True).stdout.strip()
	return [] if (Path(folder) / "Python.h").is_file() else [f"python{_version(python)}-dev"]


def _candidates() -> Iterator[Path]:
	for name in (sys.executable, *NAMES, "python3"):
		yield from _everywhere(name)


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

	def __init__(self, cache: Path, required: str = SUPPORTED) -> None:
		self.cache = cache
		self.required = required
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
		python = chosen_python(self.required)
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
		python = chosen_python(self.required)
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
			pip: list[str | Path] = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
			pip += ["--target", unfinished, UV]
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
