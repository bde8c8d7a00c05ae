"""`./dev upgrade`: a demo of a former state of the project, upgraded to the present one, its records compared."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from trial_host import places
from trial_host.commands import run
from trial_host.console import Stop, say, step
from trial_host.machines import GIT, unpacked
from trial_host.services import free_port
from trial_host.settings import ROOT, Settings

Found = dict[str, dict[str, Any]]


def upgrade(settings: Settings, former: str, size: int) -> int:
	"""Makes a demo with the former state, changes it as an administrator does, migrates it twice and compares.

	Args:
		former: a commit or tag of this checkout.
		size: of the demo.

	Returns:
		0 if every record has its values as before and a second migration changes nothing; otherwise 1.
	"""
	folder = places.trial_root(settings) / "upgrade"
	shutil.rmtree(folder, ignore_errors=True)
	site = _Site(settings, folder, size)
	unpacked(former, folder)
	try:
		with step(f"a demo of {former}"):
			site.serve()
		with step("what an administrator makes"):
			site.ask("change")
		before = site.ask("look")
		site.dev("down")
		_replace(folder)
		with step("the upgrade"):
			site.serve()
		after = site.ask("look")
		with step("a second migration"):
			site.dev("frappe", "migrate")
		lines = [*differences(before, after), *differences(after, site.ask("look"))]
	finally:
		site.dev("down")
	records = sum(map(len, before.values()))
	say("\n".join(lines) or f"upgrade: {records} records of {len(before)} kinds are as before")
	return 1 if lines else 0


def differences(before: Found, after: Found) -> Iterator[str]:
	"""Says what is gone, and which values are others. What a release adds is no difference."""
	for kind, records in before.items():
		for name, values in records.items():
			now = after.get(kind, {}).get(name)
			if now is None:
				yield f"{kind} {name} is gone"
			elif not isinstance(values, dict):
				yield from [f"{kind}: {name} was {values} and is {now}"] if values != now else []
			else:
				changed = [key for key in values if key in now and values[key] != now[key]]
				gone = [key for key in values if key not in now]
				yield from (f"{kind} {name}: {key} was {values[key]} and is {now[key]}" for key in changed)
				yield from (f"{kind} {name}: {key} is gone" for key in gone)


class _Site:
	"""The demo in its folder, served and asked by the `./dev` that stands there."""

	def __init__(self, settings: Settings, folder: Path, size: int) -> None:
		self.settings, self.folder, self.size = settings, folder, size
		self.log = folder.with_suffix(".log")
		self.log.unlink(missing_ok=True)

	def serve(self) -> None:
		self.dev("demo", "--detach", f"--port={free_port()}", f"{self.settings.demo_option}={self.size}")

	def dev(self, *arguments: str) -> None:
		env = {name: value for name, value in os.environ.items() if name != self.settings.trial_variable}
		run(["./dev", *arguments], self.log, cwd=self.folder, env=env, why=f"./dev {arguments[0]} failed")

	def ask(self, what: str) -> Found:
		source = ROOT / self.settings.upgraded
		shutil.copy(source, self.folder / self.settings.app / source.name)
		answer = self.folder / "answer.json"
		told = json.dumps({"step": what, "to": str(answer)})
		self.dev("frappe", "execute", f"{self.settings.app}.{source.stem}.run", "--kwargs", told)
		found = json.loads(answer.read_text())
		if "error" in found:
			raise Stop(f"{source.name} failed at “{what}”:\n{found['error']}")
		return dict(found["returned"] or {})


def _replace(folder: Path) -> None:
	"""Puts the files of this checkout in the place of the former ones, and leaves the demo's data."""
	for entry in folder.iterdir():
		if entry.name == ".trial":
			continue
		if entry.is_dir() and not entry.is_symlink():
			shutil.rmtree(entry)
		else:
			entry.unlink()
	listed = subprocess.run([*GIT, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
	for name in filter(None, os.fsdecode(listed).split("\0")):
		if (ROOT / name).is_file():
			(folder / name).parent.mkdir(parents=True, exist_ok=True)
			shutil.copy(ROOT / name, folder / name)
