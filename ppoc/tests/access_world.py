"""Two localities with a child in each and a restricted child; the people who work there; calls to Frappe's endpoints.

The rows are written directly, because these tests are about who sees rows, not about the records' own rules.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import frappe
import pytest
import requests
from frappe.model import log_types
from frappe.model.naming import set_new_name
from frappe.utils import now_datetime, nowdate
from frappe.utils.password import set_encrypted_password, update_password
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

NORTH, SOUTH = "Test North", "Test South"
MARK_OF_HIDDEN = "Bellatrix"  # part of every text that nobody in North may read


def put(doctype: str, **values: Any) -> Any:
	"""Inserts a row without the record's own checks."""
	doc = frappe.get_doc({"doctype": doctype, **values})
	if doctype in log_types:
		set_new_name(doc)  # these DocTypes use a naming series
	else:
		doc.name = values.get("name") or frappe.generate_hash(length=12)
	doc.owner = values.get("owner") or "Administrator"
	doc.modified_by = doc.owner
	doc.creation = doc.modified = now_datetime()
	doc.db_insert()
	for child in doc.get_all_children():
		child.update({"parent": doc.name, "parenttype": doctype, "name": frappe.generate_hash(length=12)})
		child.db_insert()
	return doc


def grant(user: str, locality: str, **values: Any) -> Any:
	"""Gives a user access to a locality without checking who gives it."""
	from ppoc.access import rules

	values = {"from_date": nowdate(), **values}
	access = put("Locality Access", user=user, locality=locality, **values)
	rules.forget()
	return access


@dataclass
class World:
	"""The names of the records."""

	manager: str
	coordinator: str
	manager_south: str
	social_worker: str
	auditor: str
	configurer: str
	anna: str = "TEST-ANNA"
	bella: str = "TEST-BELLA"
	rosie: str = "TEST-ROSIE"
	of_child: dict[str, dict[str, str]] = field(default_factory=dict)


CASE_ROWS: dict[str, dict[str, Any]] = {
	"Care Episode": {"started_on": "2024-01-01", "legal_status": "C2"},
	"Care Event": {"event_date": "2024-01-01", "details": "{name}"},
	"Permanence Plan": {"title": "{name}: SGO", "status": "Prioritised", "progress": "{name}"},
	"Meeting Discussion": {"purpose": "Categorise", "rationale": "{name}"},
	"Panel Decision": {"rationale": "{name}", "status": "Requested", "request_type": "Other"},
	"Case Note": {"note": "{name}", "note_date": "2024-01-01"},
	"Action": {"what": "Ring {name}", "status": "Open", "due_on": "2024-02-01"},
	"Escalation": {"blocker": "{name}", "status": "Open", "to_role": "Head of Service"},
	"Delay Reason": {"reason": "{name}", "next_step": "Ask {name}", "written_on": "2024-02-01"},
	"Connected Person": {"person_name": "{name}", "relation": "Grandparent", "standing": "Asked"},
	"Family Group Meeting": {"family_proposal": "{name}", "stage": "Held", "offered_on": "2024-02-01"},
	"Letter to Child": {"letter_text": "{name}", "child_said": "{name}", "said_on": "2024-02-01"},
	"Return Line": {"route": "{name}"},
	"Tracked Placement": {"reason": "{name}", "status": "Ended", "started_on": "2024-02-01"},
	"Unmet Need": {"need": "{name}", "status": "Open"},
	"Flag": {"message": "{name}", "status": "Open", "shows_on": "2024-02-01"},
	"Handover": {"reason": "{name}", "status": "Offered"},
	"Timescale": {
		"cause": "{name}",
		"state": "Overdue",
		"counted_from": "2024-01-01",
		"due_on": "2024-02-01",
		"duty_role": "Social Worker",
	},
}


def _put_child(world: World, name: str, first_name: str, locality: str, **values: Any) -> None:
	put(
		"Child",
		name=name,
		first_name=first_name,
		last_name="Test",
		full_name=f"{first_name} Test",
		child_id=f"ID-{name}",
		locality=locality,
		potential="Not yet categorised",
		**values,
	)
	world.of_child[name] = {
		doctype: put(
			doctype,
			child=name,
			**{key: text.format(name=first_name) for key, text in row.items()},
			**({"locality": locality} if doctype in ("Action", "Escalation", "Permanence Plan") else {}),
		).name
		for doctype, row in CASE_ROWS.items()
	}


@pytest.fixture
def world(site: str, user_with: Callable[..., str]) -> World:
	"""Sets up North with Anna and, for its manager only, Rosie; South with Bellatrix."""
	for locality in (NORTH, SOUTH):
		put("Locality", name=locality, locality_name=locality, active=1)
	world = World(
		manager=user_with("Team Manager", name="tm.north@example.org"),
		coordinator=user_with("Team Coordinator", name="tc.north@example.org"),
		manager_south=user_with("Team Manager", name="tm.south@example.org"),
		social_worker=user_with("Social Worker", name="sw@example.org"),
		auditor=user_with("PPOC Auditor", name="auditor@example.org"),
		configurer=user_with("PPOC Administrator", name="configurer@example.org"),
	)
	grant(world.manager, NORTH)
	grant(world.coordinator, NORTH)
	grant(world.manager_south, SOUTH)
	for user in (world.manager, world.coordinator, world.social_worker):
		put("Worker", name=f"W-{user}", worker_name=user, user=user, locality=NORTH, active=1)
	_put_child(world, world.anna, "Anna", NORTH)
	_put_child(world, world.bella, MARK_OF_HIDDEN, SOUTH)
	_put_child(
		world,
		world.rosie,
		f"Rosie {MARK_OF_HIDDEN}",
		NORTH,
		restricted=1,
		allowed_people=[
			{"doctype": "Child Allowed Person", "parentfield": "allowed_people", "user": world.manager}
		],
	)
	return world


def _begin_request() -> None:
	"""Does what the app's hooks do before a request runs anything."""
	for hook in (*frappe.get_hooks("before_request"), *frappe.get_hooks("auth_hooks")):
		if hook.startswith("ppoc.access."):
			frappe.call(hook)


@dataclass
class Doors:
	"""Calls endpoints as the browser or a program would, as the present user."""

	def call(self, command: str, http: str = "POST", **arguments: Any) -> Any:
		"""Calls a whitelisted method by its path; returns its result, or what it put into the response."""
		self._request(http, f"/api/method/{command}", arguments)
		frappe.local.form_dict = frappe._dict(
			{
				key: json.dumps(value) if isinstance(value, dict | list) else value
				for key, value in arguments.items()
			},
			cmd=command,
		)
		frappe.local.response = frappe._dict(docs=[])
		from frappe.handler import execute_cmd

		_begin_request()
		answer = execute_cmd(command)
		return frappe.local.response if answer is None else answer

	def rest(self, method: str, path: str, **body: Any) -> Any:
		"""Makes a REST request; returns its `data`."""
		self._request(method, path, body)
		frappe.local.form_dict = (
			frappe._dict(body) if method == "GET" else frappe._dict(data=json.dumps(body))
		)
		frappe.local.response = frappe._dict(docs=[])
		from frappe import api

		_begin_request()
		handle = api.handle
		handle(frappe.local.request) if inspect.signature(handle).parameters else handle()
		return frappe.local.response.get("data")

	def text(self, command: str, http: str = "POST", **arguments: Any) -> str:
		"""Returns everything that a call reveals, as text; "" if it is refused."""
		with suppress(frappe.PermissionError, frappe.DoesNotExistError):
			answer = self.call(command, http, **arguments)
			return frappe.as_json([answer, frappe.local.response])
		return ""

	def _request(self, method: str, path: str, body: dict[str, Any]) -> None:
		content = {} if method == "GET" else {"json": json.loads(frappe.as_json(body))}
		frappe.local.request = Request(EnvironBuilder(path=path, method=method, **content).get_environ())


@pytest.fixture
def doors(site: str) -> Doors:
	"""Returns an object to call Frappe's endpoints with."""
	return Doors()


@pytest.fixture
def hidden() -> str:
	"""Returns the word that is part of every text that nobody in North may read."""
	return MARK_OF_HIDDEN


def key_of(user: str) -> dict[str, str]:
	"""Gives the user an API key; returns the headers of a request that uses it."""
	key, secret = frappe.generate_hash(length=15), frappe.generate_hash(length=15)
	frappe.db.set_value("User", user, "api_key", key)
	set_encrypted_password("User", user, secret, "api_secret")
	frappe.db.commit()
	return {"Authorization": f"token {key}:{secret}"}


PASSWORD = "Quiet-lantern-42-over-water"


@pytest.fixture
def session(world: World, server: Any) -> Callable[[str], Callable]:
	"""`session(user)` returns a function that calls the served site as that user, with an API key."""

	def log_in(user: str) -> Callable:
		headers = key_of(user)

		def ask(method: str, path: str, /, **values: Any) -> requests.Response:
			given: dict[str, Any] = {"params": values} if method == "GET" else {"json": values}
			return requests.request(
				method,
				server.base_url + path,
				headers=headers,
				timeout=60,
				allow_redirects=False,
				**given,
			)

		return ask

	return log_in


@pytest.fixture
def browser_session(world: World, server: Any) -> Callable[[str], requests.Session]:
	"""`browser_session(user)` returns a session with the cookies of a browser that has just logged in; its
	`token` is the session's."""

	def log_in(user: str) -> requests.Session:
		update_password(user, PASSWORD)
		frappe.db.commit()
		session = requests.Session()
		answer = session.post(
			f"{server.base_url}/api/method/login", data={"usr": user, "pwd": PASSWORD}, timeout=60
		)
		assert answer.ok, answer.text
		session.token = answer.json()["csrf_token"]  # type: ignore[attr-defined]
		return session

	return log_in
