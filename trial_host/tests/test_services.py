"""The trial's processes: ready before use, on loopback only, stopped whole, gone with the tool that was killed."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from trial_host.console import Stop
from trial_host.processes import Process
from trial_host.services import LOOPBACK, Service, Services, answers, free_port
from trial_host.settings import ROOT

LISTEN = "import socket, sys, time; s = socket.create_server(('127.0.0.1', int(sys.argv[1]))); time.sleep(60)"
KILLED_TOOL = """
import sys, time
from pathlib import Path
from trial_host.services import Service, Services

sleeper = Service("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], Path(sys.argv[1]), lambda: True)
Services().start(sleeper)
print(sleeper.process.pid, flush=True)
time.sleep(60)
"""


def listener(log: Path) -> tuple[Service, int]:
	port = free_port()
	return Service("listener", [sys.executable, "-c", LISTEN, str(port)], log, lambda: answers(port)), port


def test_a_free_port_is_free():
	port = free_port()
	assert not answers(port)
	with socket.create_server((LOOPBACK, port)):
		assert answers(port)


def test_a_service_is_ready_when_started_and_gone_when_stopped(tmp_path: Path):
	service, port = listener(tmp_path / "log")
	with Services() as services:
		services.start(service)
		assert answers(port)
		assert services.first_ended() is None
	assert not answers(port)
	assert not service.running


def test_a_service_that_ends_is_noticed(tmp_path: Path):
	service, _ = listener(tmp_path / "log")
	with Services() as services:
		services.start(service)
		assert service.process
		service.process.kill()
		service.process.wait()
		assert services.first_ended() is service


def test_a_service_that_fails_to_start_shows_its_log(tmp_path: Path):
	failing = Service(
		"failing", [sys.executable, "-c", "raise SystemExit('no disk')"], tmp_path / "log", lambda: False
	)
	with pytest.raises(Stop, match="no disk"), Services() as services:
		services.start(failing)


def test_services_end_with_a_tool_that_was_killed(tmp_path: Path):
	tool = subprocess.Popen(
		[sys.executable, "-c", KILLED_TOOL, str(tmp_path / "log")],
		cwd=ROOT,
		stdout=subprocess.PIPE,
		text=True,
	)
	assert tool.stdout
	sleeper = Process.of(int(tool.stdout.readline()))
	assert sleeper.alive
	tool.send_signal(signal.SIGKILL)
	tool.wait()
	assert sleeper.end(signal.SIGCONT, 5), "the service outlived its tool"


def test_a_process_is_told_from_another_with_its_number():
	ours = Process.current()
	assert ours.alive
	assert not Process(os.getpid(), "1").alive
	assert not Process(2**22 + 1, "").alive
