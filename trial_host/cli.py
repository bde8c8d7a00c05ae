"""The command line of `./dev`."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from types import FrameType

from trial_host import settings as project
from trial_host.console import Stop
from trial_host.settings import Settings


def main(argv: Sequence[str]) -> int:
	signal.signal(signal.SIGTERM, _interrupt)
	parser = _parser()
	arguments, rest = parser.parse_known_args(argv)
	if rest and arguments.command != "test":
		parser.error(f"unknown: {' '.join(rest)}")
	try:
		return int(arguments.call(project.load(), arguments, rest))
	except Stop as stop:
		print(f"\n{stop}", file=sys.stderr)
		return 1
	except KeyboardInterrupt:
		print("\nstopped", file=sys.stderr)
		return 130


def _interrupt(number: int, frame: FrameType | None) -> None:
	"""Ends like Ctrl-C, so that whatever was started is stopped on the way out."""
	raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
	parser = argparse.ArgumentParser(prog="./dev", description=__doc__, allow_abbrev=False)
	commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
	test = commands.add_parser(
		"test", help="run the tests; what is not listed here goes to pytest", allow_abbrev=False
	)
	test.set_defaults(call=_test)
	return parser


def _test(settings: Settings, arguments: argparse.Namespace, rest: Sequence[str]) -> int:
	from trial_host.testing import test

	return test(settings, rest)
