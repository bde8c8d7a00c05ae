"""What the app's tests need of whoever starts them: fixtures of these names. `./dev test` brings all of them
(`trial_host/inside`); an ordinary bench brings `bench`, and what needs another is skipped there (`bench_plugin.py`).

`bench`            session  where the test site is, set up once with the setup wizard: a `Bench`
`committed`                 after the test the database is again what it was before, whoever committed something.
                            The hook `pytest_tables_put_back(bench, tables)` says which tables were put back;
                            `pytest_tables_can_be_put_back(bench)` says whether the server still writes
`server`           session  the site served by web, worker and realtime processes: a `Server`
`mail_folder`      session  a folder where each mail that the site sends arrives as an .eml file, with the
                            addressees of its envelope in X-Envelope-To
`browser`          session  a browser of Playwright
`stack`            session  a served site of its own, whose processes can be killed and started again: a `Stack`
`database_root`    session  a connection to the database server as its administrator

Everything else that a test asks for stands on these, in `site_fixtures.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol


class Bench(Protocol):
	"""Where the test site is."""

	@property
	def site(self) -> str:
		"""Its name."""

	@property
	def sites(self) -> Path:
		"""The folder of all sites, which is the working directory of the tests."""

	@property
	def python(self) -> Path:
		"""The interpreter that knows Frappe and the app."""


class Server(Protocol):
	"""The site as other processes see it."""

	@property
	def base_url(self) -> str:
		"""Where it answers."""

	@property
	def web_url(self) -> str:
		"""Where its web process answers by itself, with the site named in X-Frappe-Site-Name."""

	def settle(self) -> None:
		"""Returns when the worker has nothing left to do."""


class Stack(Protocol):
	"""A site of its own with its processes: web, worker, scheduler, cache, queue and database."""

	@property
	def site(self) -> str:
		"""Its name."""

	@property
	def sites(self) -> Path:
		"""The folder of all sites."""

	@property
	def python(self) -> Path:
		"""The interpreter that knows Frappe and the app."""

	@property
	def environment(self) -> Mapping[str, str]:
		"""What a process of this site runs with."""

	@property
	def address(self) -> str:
		"""Where it answers."""

	@property
	def queue_url(self) -> str:
		"""The Redis of its queue."""

	@property
	def mails(self) -> Path:
		"""Where each mail that it sends arrives as an .eml file."""

	def kill(self, part: str, what: str = "whole") -> str:
		"""Ends a process without a chance to tidy up, with all that it started, alone (`parent`), or one of those
		(`child`); returns what was killed."""

	def cut_connections(self) -> None:
		"""Has the database end all connections of the site."""

	def without_room_for_files(self, *parts: str) -> AbstractContextManager[None]:
		"""Within the block, no file can grow that these processes write."""

	def left_running(self) -> bool:
		"""Whether a process goes on whose parent was killed."""

	def start(self, part: str) -> None:
		"""Starts a process, if it does not run, and returns when it is ready."""

	def revive(self) -> None:
		"""Starts what has ended by itself."""

	def stop(self, part: str) -> None:
		"""Asks a process to end."""

	def change_settings(self, **changes: Any) -> None:
		"""Changes the site's configuration."""
