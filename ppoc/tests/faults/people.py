"""People who use the site over HTTP, and what they were told."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import requests

PASSWORD = "Quiet-lantern-42-over-water"
PATIENCE = 30.0
OK = 200


@dataclass(frozen=True)
class Answer:
	"""What came back; `status` is 0 if nothing did."""

	status: int
	body: Any

	@property
	def acknowledged(self) -> bool:
		"""Whether the site said that it was done."""
		return self.status == OK

	@property
	def message(self) -> Any:
		"""What the called function returned."""
		return self.body.get("message") if isinstance(self.body, dict) else None


class Person:
	"""A logged-in person with a browser's cookies."""

	def __init__(self, address: str, site: str, user: str) -> None:
		self.address, self.user = address, user
		self.session = requests.Session()
		self.session.trust_env = False
		self.session.headers["X-Frappe-Site-Name"] = site
		# the server ends connections that are idle for two seconds; a browser notices, and uses another
		self.session.headers["Connection"] = "close"
		self.seen: list[str] = []

	def log_in(self) -> None:
		"""Logs in with the password that all people of these tests have."""
		answer = self.session.post(
			f"{self.address}/api/method/login", data={"usr": self.user, "pwd": PASSWORD}, timeout=PATIENCE
		)
		assert answer.ok, f"{self.user} could not log in: {answer.text[:500]}"
		self.session.headers["X-Frappe-CSRF-Token"] = answer.json()["csrf_token"]

	def call(self, method: str, files: Any = None, **arguments: Any) -> Answer:
		"""Calls a method as a form or page does."""
		values = {
			key: json.dumps(value) if isinstance(value, dict | list) else value
			for key, value in arguments.items()
		}
		return self._answer("POST", f"/api/method/{method}", data=values, files=files)

	def read(self, method: str, **arguments: Any) -> Answer:
		"""Calls a method that only reads."""
		return self._answer("GET", f"/api/method/{method}", params=arguments)

	def _answer(self, verb: str, path: str, **how: Any) -> Answer:
		try:
			answer = self.session.request(verb, self.address + path, timeout=PATIENCE, **how)
			body = answer.json() if "json" in answer.headers.get("Content-Type", "") else answer.text
		except (requests.RequestException, ValueError) as error:
			return Answer(0, str(error))
		return Answer(answer.status_code, body)
