"""Other programs, run quietly: output goes to a log, whose end is shown when the program fails."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from trial_host.console import Stop, say

LINES_SHOWN = 25
PR_SET_PDEATHSIG = 1


def run(
	argv: Sequence[str | Path],
	log: Path,
	cwd: Path | None = None,
	env: Mapping[str, str] | None = None,
	stdin: Path | None = None,
	why: str = "",
) -> None:
	log.parent.mkdir(parents=True, exist_ok=True)
	with log.open("ab") as output, (stdin or Path(os.devnull)).open("rb") as source:
		output.write(f"$ {' '.join(map(str, argv))}\n".encode())
		output.flush()
		done = subprocess.run(
			[str(part) for part in argv],
			cwd=cwd,
			env=env,
			stdin=source,
			stdout=output,
			stderr=output,
			preexec_fn=end_with_parent,
		)
	if done.returncode:
		what = why or f"{Path(argv[0]).name} failed"
		raise Stop(f"{what} (exit status {done.returncode}). The end of {log}:\n{tail(log)}")


def run_aloud(argv: Sequence[str | Path], log: Path, cwd: Path, env: Mapping[str, str], why: str) -> None:
	"""As `run`, but what the program prints is shown as it comes; only its complaints go to the log alone."""
	log.parent.mkdir(parents=True, exist_ok=True)
	with log.open("ab") as complaints:
		process = subprocess.Popen(
			[str(part) for part in argv],
			cwd=cwd,
			env={**env, "PYTHONUNBUFFERED": "1"},
			stdin=subprocess.DEVNULL,
			stdout=subprocess.PIPE,
			stderr=complaints,
			preexec_fn=end_with_parent,
		)
		with process:
			for line in process.stdout or ():
				complaints.write(line)
				complaints.flush()
				say(f"      {line.decode(errors='replace').rstrip()}")
	if process.returncode:
		raise Stop(f"{why} (exit status {process.returncode}). The end of {log}:\n{tail(log)}")


def tail(log: Path, lines: int = LINES_SHOWN) -> str:
	if not log.is_file():
		return "    (no log)"
	text = log.read_text(errors="replace").splitlines()[-lines:]
	return "\n".join(f"    {line}" for line in text)


def end_with_parent(number: signal.Signals = signal.SIGTERM) -> None:
	"""Runs in the child: the kernel ends it when the tool that started it is killed without a chance to."""
	libc = ctypes.CDLL(None, use_errno=True)
	if hasattr(libc, "prctl"):
		libc.prctl(PR_SET_PDEATHSIG, number)
