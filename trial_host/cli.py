"""A trial site, the tests and the checks of this project, each with one command."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from trial_host import settings as project
from trial_host.console import Stop, Terminated
from trial_host.settings import Settings

PORT = 8000
SIZE = 600
A_SIZE: dict[str, Any] = {"type": int, "default": SIZE, "dest": "size", "metavar": "NUMBER"}
A_TREE: dict[str, Any] = {
	"type": Path,
	"metavar": "DIR",
	"help": "use this Frappe source tree, of version 15 or 16, in place of the default one",
}
A_DEMO = {**A_TREE, "help": "the demo on this Frappe source tree, where there are several"}


def main(argv: Sequence[str]) -> int:
	signal.signal(signal.SIGTERM, _interrupt)
	try:
		settings = project.load()
		parser = _parser(settings)
		own, passed_on = _divided(argv)
		arguments, rest = parser.parse_known_args(own)
		if rest and arguments.command != "test":
			parser.error(f"unknown: {' '.join(rest)}")
		arguments.rest = [*rest, *passed_on]
		return int(arguments.call(settings, arguments))
	except Stop as stop:
		print(f"\n{stop}", file=sys.stderr)
		return 1
	except KeyboardInterrupt:
		print("\nstopped", file=sys.stderr)
		return 130


def _divided(argv: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
	"""What this command reads itself, and what it passes on: to Frappe, or to ./dev test on each machine."""
	if argv[:1] == ["frappe"]:
		own = 3 if argv[1:2] == ["--frappe"] else 1
		return argv[:own], argv[own:]
	if argv[:1] == ["machines"] and "--" in argv:
		return argv[: argv.index("--")], argv[argv.index("--") + 1 :]
	return argv, []


def _interrupt(number: int, frame: FrameType | None) -> None:
	"""Ends like Ctrl-C, so that whatever was started is stopped on the way out."""
	raise Terminated


def _parser(settings: Settings) -> argparse.ArgumentParser:
	parser = argparse.ArgumentParser(prog="./dev", description=__doc__, allow_abbrev=False)
	commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
	demo = commands.add_parser("demo", help="serve a site with a caseload; made on the first call")
	demo.add_argument("--port", type=int, default=PORT, help="where it is served (%(default)s)")
	demo.add_argument(settings.demo_option, **A_SIZE, help="how many, when it is made (%(default)s)")
	demo.add_argument("--detach", action="store_true", help="return once it is served")
	demo.add_argument("--frappe", **A_TREE)
	demo.set_defaults(call=_demo)
	test = commands.add_parser(
		"test", help="run the tests on a site of their own; other arguments go to pytest", allow_abbrev=False
	)
	test.add_argument("--frappe", **A_TREE)
	test.set_defaults(call=_test)
	frappe = commands.add_parser("frappe", help="run a Frappe command on the demo site: ./dev frappe migrate")
	frappe.add_argument("--frappe", **A_DEMO)
	frappe.set_defaults(call=_frappe)
	mail = commands.add_parser("mail", help="list the mails that the demo sent, or show one")
	mail.add_argument("number", type=int, nargs="?")
	mail.add_argument("--frappe", **A_DEMO)
	mail.set_defaults(call=_mail)
	for name, call, text in (
		("status", _status, "say of each demo whether it runs, where, and who may log in"),
		("down", _down, "stop the demo that runs"),
	):
		command = commands.add_parser(name, help=text)
		command.add_argument("--frappe", **A_DEMO)
		command.set_defaults(call=call)
	types = commands.add_parser(
		"types", help="let Frappe write the fields of the demo's DocTypes into their controllers"
	)
	types.add_argument("--frappe", **A_DEMO)
	types.set_defaults(call=_types)
	audit = commands.add_parser(
		"audit", help="ask PyPI and npm which installed libraries have a published vulnerability"
	)
	audit.add_argument("--frappe", **A_TREE)
	audit.set_defaults(call=_audit)
	_add_machines(commands, settings)
	for name, call, text in (
		(
			"lint",
			_lint,
			"check form, layers, types, client code, security, spelling, translations, JSON, the table of requirements",
		),
		("docs", _docs, "build the pages of docs/ as a site that can be searched"),
		("messages", _messages, "write the catalogue of all texts for translators"),
		("requirements", _requirements, "write the tests into docs/requirements.md"),
	):
		commands.add_parser(name, help=text).set_defaults(call=call)
	return parser


def _add_machines(commands: Any, settings: Settings) -> None:
	machines = commands.add_parser(
		"machines",
		help="try demo and tests from nothing on clean releases of Debian; what follows -- goes to the tests",
	)
	machines.add_argument(
		"releases", nargs="*", metavar="RELEASE", help="as bookworm; three when none is named"
	)
	machines.add_argument("--demo-only", action="store_true", help="run no tests")
	machines.add_argument(settings.demo_option, **A_SIZE, help="of the demo (%(default)s)")
	machines.add_argument("--mirror", metavar="URL", help="of Debian; else that of this machine's apt")
	machines.add_argument(
		"--downloads", type=Path, metavar="DIR", help="keep packages here for the next time"
	)
	machines.add_argument("--keep", action="store_true", help="leave the folders of the machines")
	machines.set_defaults(call=_machines)
	upgrade = commands.add_parser(
		"upgrade", help="upgrade a demo of a former commit to the present code, and compare its records"
	)
	upgrade.add_argument("former", metavar="COMMIT", help="a commit or tag")
	upgrade.add_argument(settings.demo_option, **A_SIZE, help="of the demo (%(default)s)")
	upgrade.set_defaults(call=_upgrade)


def _demo(settings: Settings, arguments: argparse.Namespace) -> int:
	from trial_host.demo import serve

	wanted = (arguments.port, arguments.size, arguments.frappe)
	if not arguments.detach:
		return serve(settings, *wanted, ready=lambda: None)
	reading, writing = os.pipe()
	if os.fork():
		os.close(writing)
		return 0 if os.read(reading, 1) else 1
	os.close(reading)
	os.setsid()
	return serve(settings, *wanted, ready=lambda: _let_go(writing))


def _let_go(writing: int) -> None:
	"""Tells the waiting command that the site is served, and leaves its terminal."""
	os.write(writing, b".")
	os.close(writing)
	nothing = os.open(os.devnull, os.O_RDWR)
	for stream in (0, 1, 2):
		os.dup2(nothing, stream)


def _test(settings: Settings, arguments: argparse.Namespace) -> int:
	from trial_host.testing import test

	return test(settings, arguments.frappe, arguments.rest)


def _machines(settings: Settings, arguments: argparse.Namespace) -> int:
	from trial_host.machines import RELEASES, Wanted, machines

	wanted = Wanted(
		releases=arguments.releases or RELEASES,
		test_arguments=None if arguments.demo_only else arguments.rest,
		size=arguments.size,
		mirror=arguments.mirror,
		downloads=arguments.downloads,
		keep=arguments.keep,
	)
	return machines(settings, wanted)


def _upgrade(settings: Settings, arguments: argparse.Namespace) -> int:
	from trial_host.upgrading import upgrade

	return upgrade(settings, arguments.former, arguments.size)


def _frappe(settings: Settings, arguments: argparse.Namespace) -> int:
	from trial_host.demo_commands import frappe

	return frappe(settings, arguments.frappe, arguments.rest)


def _types(settings: Settings, arguments: argparse.Namespace) -> int:
	from trial_host.demo_commands import types

	return types(settings, arguments.frappe)


def _mail(settings: Settings, arguments: argparse.Namespace) -> int:
	from trial_host.demo_commands import mail

	return mail(settings, arguments.frappe, arguments.number)


def _status(settings: Settings, arguments: argparse.Namespace) -> int:
	from trial_host.demo_commands import status

	return status(settings, arguments.frappe)


def _down(settings: Settings, arguments: argparse.Namespace) -> int:
	from trial_host.demo_commands import down

	return down(settings, arguments.frappe)


def _audit(settings: Settings, arguments: argparse.Namespace) -> int:
	from trial_host.auditing import audit

	return audit(settings, arguments.frappe)


def _lint(settings: Settings, arguments: argparse.Namespace) -> int:
	from trial_host.linting import lint

	return lint(settings)


def _docs(settings: Settings, arguments: argparse.Namespace) -> int:
	from trial_host.documentation import build

	return build(settings)


def _messages(settings: Settings, arguments: argparse.Namespace) -> int:
	from trial_host.linting import write_messages

	return write_messages(settings)


def _requirements(settings: Settings, arguments: argparse.Namespace) -> int:
	from trial_host.linting import write_requirements

	return write_requirements(settings)
