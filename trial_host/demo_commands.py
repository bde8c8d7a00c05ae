"""What works on the demo site from outside: stop it, look at it, run Frappe's commands on it, read its mails."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Sequence
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from trial_host import places
from trial_host.bench import Bench
from trial_host.console import Stop, say
from trial_host.demo import Demo, demo_of
from trial_host.hosts import Host
from trial_host.processes import Process
from trial_host.services import Services
from trial_host.settings import Settings
from trial_host.store import locked

STOP_SECONDS = 60
SHOWN_MAILS = 40


def down(settings: Settings) -> int:
	"""Stops the demo: its supervisor first, which stops the rest, then whatever a killed one left."""
	demo = demo_of(settings)
	if not demo.state.is_file():
		say("The demo is not running.")
		return 0
	state = json.loads(demo.state.read_text())
	if not Process(**state["supervisor"]).end(signal.SIGTERM, STOP_SECONDS):
		Process(**state["supervisor"]).end(signal.SIGKILL, 1)
	for service in reversed(state["services"]):
		Process(**service).end(signal.SIGTERM, STOP_SECONDS)
	demo.state.unlink(missing_ok=True)
	say("The demo is stopped. Its data stay; ./dev demo starts it again.")
	return 0


def status(settings: Settings) -> int:
	demo = demo_of(settings)
	if not demo.made.is_file():
		say("There is no demo site. ./dev demo makes one.")
		return 0
	facts = json.loads(demo.made.read_text())
	running = demo.served_by()
	if running:
		say(f"Running (process {running.pid}): {json.loads(demo.state.read_text())['address']}")
	else:
		say("Not running. ./dev demo starts it.")
	mails = len(list(demo.mails.glob("*.eml")))
	say(f"Made with {facts['children']} children; {mails} mails caught; data in {places.shown(demo.folder)}")
	for login in facts["logins"]:
		say(f"  {login['role']}: {login['user']} / {login['password']}")
	return 0


def frappe(settings: Settings, arguments: Sequence[str]) -> int:
	"""Runs a Frappe command on the demo site, with its database started for it where the demo is not running."""
	demo = demo_of(settings)
	if not demo.made.is_file():
		raise Stop("There is no demo site yet. ./dev demo makes one.")
	facts = json.loads(demo.made.read_text())["bench"]
	host = Host(facts["source"], Path(facts["tree"]), Path(facts["environment"]))
	bench = Bench(settings, host, demo.folder / "bench")
	if demo.served_by():
		return _run(bench, arguments)
	busy = "The demo is starting or stopping; try again in a moment."
	with locked(demo.folder.parent / "demo.lock", busy, wait=False), Services() as services:
		database, redis = demo.database(), demo.redis()
		services.start(database.service(), redis.service())
		bench.configure(database, redis, {"developer_mode": 0})
		return _run(bench, arguments)


def _run(bench: Bench, arguments: Sequence[str]) -> int:
	argv = [str(bench.host.python), "-m", "frappe.utils.bench_helper", "frappe", *arguments]
	return subprocess.run(argv, cwd=bench.sites, env=bench.server_environment()).returncode


def mail(settings: Settings, number: int | None) -> int:
	"""Lists the caught mails, the newest last; with a number, shows that one."""
	demo: Demo = demo_of(settings)
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
