"""A clean machine in a folder, made by debootstrap. Its mounts and processes live in namespaces that one process
holds: when that one ends, however it ends, the kernel ends and unmounts everything that belongs to it. The
machine outside never sees a mount of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from trial_host.commands import run, run_aloud, tail
from trial_host.console import Stop

# What a fresh installation has beside the essential packages, as far as ./dev relies on it.
FRESH = ("ca-certificates", "python3")
# Killed with this tool, and all in it with it: unshare itself takes no notice of a gentler signal.
OWN_NAMESPACES = (
	"setpriv",
	"--pdeathsig=KILL",
	"unshare",
	"--mount",
	"--pid",
	"--fork",
	"--kill-child=KILL",
)
# The first process of the machine: mounts, says so, and collects whatever a finished process leaves behind.
HOLDER = """set -e
root=$1; shift
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
while [ $# -gt 0 ]; do mkdir -p "$root$2"; mount --bind "$1" "$root$2"; shift 2; done
echo mounted
while :; do sleep 5 & wait; done
"""
ENVIRONMENT = {
	"HOME": "/root",
	"LANG": "C.UTF-8",
	"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
	"TERM": "dumb",
}


def debootstrap(release: str, root: Path, mirror: str, downloads: Path | None, log: Path) -> None:
	"""Makes the folder `root` a fresh, small installation of the release."""
	argv = [
		*OWN_NAMESPACES,
		"--mount-proc",
		"debootstrap",
		"--variant=minbase",
		f"--include={','.join(FRESH)}",
	]
	if downloads:
		downloads.mkdir(parents=True, exist_ok=True)
		argv.append(f"--cache-dir={downloads}")
	run([*argv, release, root, mirror], log, why=f"debootstrap could not make {release}")


class Machine:
	"""A running clean machine: `with Machine(root, {}, log) as machine: machine.run([…], …)`."""

	def __init__(self, root: Path, binds: Mapping[Path, str], log: Path) -> None:
		"""`binds` are folders of this machine and where that one sees them."""
		self.root = root
		self.binds = binds
		self.log = log
		self.holder: subprocess.Popen[str] | None = None

	def __enter__(self) -> Machine:
		self.log.parent.mkdir(parents=True, exist_ok=True)
		with self.log.open("ab") as complaints:
			self.holder = subprocess.Popen(
				holding(self.root, self.binds),
				stdin=subprocess.DEVNULL,
				stdout=subprocess.PIPE,
				stderr=complaints,
				text=True,
				start_new_session=True,  # Ctrl-C is for this tool, which then ends the machine
			)
		assert self.holder.stdout
		if self.holder.stdout.readline() != "mounted\n":
			self._end()
			raise Stop(f"The machine could not be started. The end of {self.log}:\n{tail(self.log)}")
		return self

	def __exit__(self, *_: object) -> None:
		self._end()

	def run(self, argv: Sequence[str], env: Mapping[str, str], folder: str, why: str) -> None:
		"""Runs a command in `folder` of that machine; what it prints is shown and logged."""
		run_aloud(self.entering(argv, env, folder), self.log, Path("/"), os.environ, why)

	def answer(self, script: str) -> str:
		"""What a line of shell prints in there."""
		argv = self.entering(["sh", "-c", script], {}, "/")
		return subprocess.run(argv, capture_output=True, text=True).stdout.strip()

	def entering(self, argv: Sequence[str], env: Mapping[str, str], folder: str) -> list[str]:
		"""The command with what leads into the machine."""
		variables = [f"{name}={value}" for name, value in {**env, **ENVIRONMENT}.items()]
		enter = ["nsenter", f"--target={self._first_process()}", "--mount", "--pid", "chroot", str(self.root)]
		return [*enter, "env", "-i", *variables, "sh", "-c", 'cd "$0" && exec "$@"', folder, *argv]

	def _first_process(self) -> int:
		if not self.holder:
			raise Stop("The machine is not running.")
		pid = self.holder.pid
		children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
		if not children:
			raise Stop(f"The machine has ended. The end of {self.log}:\n{tail(self.log)}")
		return int(children[0])

	def _end(self) -> None:
		"""Kills the holder. That of the namespace dies with it, and so does everything inside."""
		if not self.holder:
			return
		first = 0
		with suppress(Stop, OSError):
			first = self._first_process()
		self.holder.kill()
		self.holder.communicate()
		if first:
			_wait_until_gone(first)
		self.holder = None


def holding(root: Path, binds: Mapping[Path, str]) -> list[str]:
	"""The command that holds the machine."""
	pairs = [part for source, inside in binds.items() for part in (str(source), inside)]
	return [*OWN_NAMESPACES, "sh", "-c", HOLDER, "sh", str(root), *pairs]


def mounts_below(folder: Path) -> list[str]:
	"""What is mounted in `folder` as this process sees it."""
	lines = Path("/proc/self/mountinfo").read_text().splitlines()
	places = (line.split()[4].encode().decode("unicode_escape") for line in lines)
	return [place for place in places if Path(place).is_relative_to(folder.resolve())]


def remove(root: Path) -> None:
	"""Deletes the folder; never through a mount."""
	if mounted := mounts_below(root):
		raise Stop(f"{root} is not deleted: {', '.join(mounted)} is mounted there.")
	rm = shutil.which("rm") or "rm"
	if root.exists() and subprocess.run([rm, "-rf", "--one-file-system", root]).returncode:
		raise Stop(f"{root} could not be deleted.")


def _wait_until_gone(pid: int) -> None:
	with suppress(OSError):
		descriptor = os.pidfd_open(pid)
		try:
			import select

			select.select([descriptor], [], [], 30)
		finally:
			os.close(descriptor)
