"""MariaDB and Redis as processes of a trial, with their data in a folder of its own."""

from __future__ import annotations

import getpass
import os
import re
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from trial_host.commands import run
from trial_host.services import LOOPBACK, Service, answers, free_port
from trial_host.system import REDIS_SERVER, program

DATABASE = "trial"
PASSWORD_FILE = "root-password"  # noqa: S105 - a file name

# A lost transaction costs a test run nothing; a person's evening with the demo is another matter.
DURABLE = ("--innodb-flush-log-at-trx-commit=1",)
RELAXED = (
	"--innodb-flush-log-at-trx-commit=0",
	"--skip-innodb-doublewrite",
	"--innodb-flush-method=nosync",
)


@dataclass
class MariaDB:
	"""A server on the data below `folder`. The data are the whole state: the folder can be copied when stopped."""

	folder: Path
	log: Path
	durable: bool = False
	port: int = 0

	@property
	def data(self) -> Path:
		return self.folder / "data"

	@property
	def root_password(self) -> str:
		return (self.folder / PASSWORD_FILE).read_text().strip()

	def create(self) -> None:
		"""New, empty data whose only account is root, from this machine, with a password made for it."""
		self.folder.mkdir(parents=True)
		password = secrets.token_hex(16)
		file = self.folder / PASSWORD_FILE
		file.touch(mode=0o600)
		file.write_text(password)
		install = [program("mariadb-install-db"), "--no-defaults", f"--datadir={self.data}", "--skip-test-db"]
		run(
			[*install, "--auth-root-authentication-method=normal", f"--user={getpass.getuser()}"],
			self.log,
			why="MariaDB could not create its data",
		)
		first = self.data / "first.sql"
		first.write_text(
			"".join(
				f"CREATE OR REPLACE USER root@'{host}' IDENTIFIED BY '{password}';\n"
				f"GRANT ALL ON *.* TO root@'{host}' WITH GRANT OPTION;\n"
				for host in ("localhost", LOOPBACK)
			)
		)

	def service(self) -> Service:
		self.port = free_port()
		first = self.data / "first.sql"
		temporary = self.folder / "tmp"  # not /tmp, where another server that starts deletes our tables
		temporary.mkdir(exist_ok=True)
		argv = [
			program("mariadbd"),
			"--no-defaults",
			f"--datadir={self.data}",
			f"--tmpdir={temporary}",
			f"--user={getpass.getuser()}",
			f"--bind-address={LOOPBACK}",
			f"--port={self.port}",
			"--socket=mariadb.sock",
			"--pid-file=mariadb.pid",
			"--skip-name-resolve",
			"--character-set-server=utf8mb4",
			"--collation-server=utf8mb4_unicode_ci",
			"--innodb-log-file-size=32M",
			"--innodb-buffer-pool-size=256M",
			"--max-allowed-packet=64M",
			"--max-connections=100",
			"--table-definition-cache=4000",
			"--table-open-cache=4000",
			# the first page of a list in the order of its index, where a join with all that one may see comes dearer
			"--loose-optimizer-join-limit-pref-ratio=100",
			*(DURABLE if self.durable else RELAXED),
			*([f"--init-file={first}"] if first.exists() else []),
		]
		return Service("MariaDB", argv, self.log, self._ready)

	def _ready(self) -> bool:
		if not answers(self.port) or self.query("SELECT 1") is None:
			return False
		(self.data / "first.sql").unlink(missing_ok=True)
		return True

	def query(self, sql: str, database: str = "") -> str | None:
		"""What the server says to `sql` as root; None when it refuses or is not there."""
		argv = [
			program("mariadb"),
			"--no-defaults",
			"--batch",
			"--skip-column-names",
			f"--host={LOOPBACK}",
			f"--port={self.port}",
			"--user=root",
			*([database] if database else []),
		]
		env = {**os.environ, "MYSQL_PWD": self.root_password}
		done = subprocess.run(argv, input=sql, env=env, capture_output=True, text=True)
		return done.stdout if done.returncode == 0 else None

	def copy_to(self, folder: Path) -> None:
		"""Copies the data; only for a server that is not running."""
		copy_folder(self.folder, folder)

	@staticmethod
	def version() -> str:
		answer = subprocess.run([program("mariadbd"), "--version"], capture_output=True, text=True).stdout
		found = re.search(r"\d+\.\d+\.\d+", answer)
		return found[0] if found else answer


@dataclass
class Redis:
	"""Cache, job queue and realtime messages. Nothing in it outlives a stop, unless it takes snapshots now and then,
	as the queue of a bench does, whose configuration leaves that to Redis."""

	folder: Path
	log: Path
	port: int = 0
	takes_snapshots: bool = False

	CACHE, QUEUE, UNWATCHED_QUEUE = 0, 1, 2

	def service(self) -> Service:
		self.port = free_port()
		self.folder.mkdir(parents=True, exist_ok=True)
		argv: list[str | Path] = [
			program(REDIS_SERVER),
			"--bind",
			LOOPBACK,
			"--port",
			str(self.port),
			"--dir",
			self.folder,
			"--appendonly",
			"no",
			*(() if self.takes_snapshots else ("--save", "")),
		]
		return Service("Redis", argv, self.log, lambda: answers(self.port))

	def url(self, database: int) -> str:
		return f"redis://{LOOPBACK}:{self.port}/{database}"


def copy_folder(source: Path, target: Path) -> None:
	"""A copy that shares blocks where the file system can, and keeps holes as holes where it cannot."""
	shutil.rmtree(target, ignore_errors=True)
	target.parent.mkdir(parents=True, exist_ok=True)
	cp = shutil.which("cp")
	argv = [cp or "cp", "-a", "--reflink=auto", "--sparse=always", source, target]
	if not cp or subprocess.run([str(part) for part in argv], capture_output=True).returncode:
		shutil.rmtree(target, ignore_errors=True)
		shutil.copytree(source, target, symlinks=True)
