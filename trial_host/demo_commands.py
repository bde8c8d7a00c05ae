"""What works on the demo site from outside: stop it, look at it, run Frappe's commands on it, read its mails."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from trial_host import places
from trial_host.bench import Bench
from trial_host.console import Stop, say
from trial_host.demo import DEFAULT, Demo, demo_meant, demo_on, demos
from trial_host.hosts import Host
from trial_host.linting import put_in_order
from trial_host.processes import Process
from trial_host.services import Services
from trial_host.settings import Settings
from trial_host.store import locked

STOP_SECONDS = 60
SHOWN_MAILS = 40


def down(settings: Settings, frappe: Path | None) -> int:
	"""Stops the demo on the named tree, without one whatever runs; says which it was."""
	started = [demo for demo in demos(settings) if demo.state.is_file()]
	wanted = demo_on(settings, frappe) if frappe else None
	meant = [demo for demo in started if not wanted or demo.folder == wanted.folder]
	if not meant:
		say(f"{wanted.title if wanted else 'The demo'} is not running.")
	for demo in meant:
		_stop(demo)
		say(f"{_told_apart(demo)} is stopped. Its data stay; ./dev demo{demo.option} starts it again.")
	for demo in started:
		if demo not in meant and demo.served_by():
			say(f"{_told_apart(demo)} is running: ./dev down{demo.option} stops it.")
	return 0


def _told_apart(demo: Demo) -> str:
	"""Names the demo so that it can be told from others, where there are others."""
	default = demo.folder.name == DEFAULT and len(demos(demo.settings)) > 1
	return f"{demo.title} on the default Frappe" if default else demo.title


def _stop(demo: Demo) -> None:
	"""Its supervisor first, which stops the rest, then whatever a killed one left."""
	if not demo.state.is_file():
		return
	state = json.loads(demo.state.read_text())
	if not Process(**state["supervisor"]).end(signal.SIGTERM, STOP_SECONDS):
		Process(**state["supervisor"]).end(signal.SIGKILL, 1)
	for service in reversed(state["services"]):
		Process(**service).end(signal.SIGTERM, STOP_SECONDS)
	demo.state.unlink(missing_ok=True)


def status(settings: Settings, frappe: Path | None) -> int:
	"""Says of the demo on the named tree, without one of every demo, whether it runs, where, and who may log in."""
	found = [demo_on(settings, frappe)] if frappe else demos(settings)
	made = [demo for demo in found if demo.made.is_file()]
	if not made:
		option = demo_on(settings, frappe).option
		say(f"There is no demo site{' on this tree' if frappe else ''}. ./dev demo{option} makes one.")
	for demo in made:
		if len(made) > 1 or demo.option:
			say(f"{_told_apart(demo)}:")
		_say_status(demo)
	return 0


def _say_status(demo: Demo) -> None:
	facts = json.loads(demo.made.read_text())
	running = demo.served_by()
	if running:
		say(f"Running (process {running.pid}): {json.loads(demo.state.read_text())['address']}")
	else:
		say(f"Not running. ./dev demo{demo.option} starts it.")
	mails = len(list(demo.mails.glob("*.eml")))
	made_of = f"{facts[demo.settings.demo_of]} {demo.settings.demo_of}"
	say(f"Made with {made_of}; {mails} mails caught; data in {places.shown(demo.folder)}")
	for login in facts["logins"]:
		say(f"  {login['role']}: {login['user']} / {login['password']}")


def frappe(settings: Settings, tree: Path | None, arguments: Sequence[str]) -> int:
	"""Runs a Frappe command on the demo site, with its database started for it where the demo is not running."""
	return _on_demo(
		settings, tree, lambda bench: _run(bench, "frappe.utils.bench_helper", "frappe", *arguments)
	)


def types(settings: Settings, tree: Path | None) -> int:
	"""Lets the Frappe of the demo write the fields of each DocType into its controller, in the form of the house."""
	job = json.dumps({"site": settings.site, "app": settings.app})
	failed = _on_demo(settings, tree, lambda bench: _run(bench, "trial_host.inside.type_blocks", job))
	if not failed:
		put_in_order(settings, settings.app)
	return failed


def _on_demo(settings: Settings, tree: Path | None, call: Callable[[Bench], int]) -> int:
	demo = _made_demo(settings, tree)
	facts = json.loads(demo.made.read_text())["bench"]
	host = Host(facts["source"], Path(facts["tree"]), Path(facts["environment"]))
	bench = Bench(settings, host, demo.folder / "bench")
	if demo.served_by():
		return call(bench)
	running = next((other for other in demos(settings) if other.served_by()), None)
	busy = (
		f"{_told_apart(running)} is running"
		if running
		else "A demo is starting or stopping; try again in a moment"
	)
	with locked(demo.folder.parent / "demo.lock", f"{busy}.", wait=False), Services() as services:
		database, redis = demo.database(), demo.redis()
		services.start(database.service(), redis.service())
		bench.configure(database, redis, {"developer_mode": 0})
		return call(bench)


def _made_demo(settings: Settings, tree: Path | None) -> Demo:
	"""The demo that is meant; where there are several, the user is told which, beside the command's own output."""
	demo = demo_meant(settings, tree)
	if not demo.made.is_file():
		raise Stop(f"There is no demo site yet. ./dev demo{demo.option} makes one.")
	if len(demos(settings)) > 1:
		print(f"{_told_apart(demo)}:", file=sys.stderr, flush=True)
	return demo


def _run(bench: Bench, *module_and_arguments: str) -> int:
	argv = [str(bench.host.python), "-m", *module_and_arguments]
	return subprocess.run(argv, cwd=bench.sites, env=bench.server_environment()).returncode


def mail(settings: Settings, tree: Path | None, number: int | None) -> int:
	"""Lists the caught mails, the newest last; with a number, shows that one."""
	demo = _made_demo(settings, tree)
	files = sorted(demo.mails.glob("*.eml"))
	if number is None:
		for index, file in list(enumerate(files, 1))[-SHOWN_MAILS:]:
			message = _read(file)
			say(f"{index:4}  {message['Date'] or ''}  {message['X-Envelope-To']}  {message['Subject']}")
		say(f"{len(files)} mails in {places.shown(demo.mails)}; ./dev mail NUMBER shows one")
		return 0
	if not 1 <= number <= len(files):
		raise Stop(f"There is no mail {number}; there are {len(files)}.")
	message = _read(files[number - 1])
	for name in ("Date", "From", "X-Envelope-To", "Subject"):
		say(f"{name}: {message[name]}")
	body = message.get_body(("plain", "html"))
	say(f"\n{body.get_content() if body else ''}")
	for part in message.iter_attachments():
		say(f"[attached: {part.get_filename()}, {part.get_content_type()}]")
	return 0


def _read(file: Path) -> EmailMessage:
	message = BytesParser(EmailMessage, policy=policy.default).parsebytes(file.read_bytes())
	assert isinstance(message, EmailMessage)
	return message
