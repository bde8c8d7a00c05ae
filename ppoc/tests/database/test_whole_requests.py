"""Several people save at the same time: the database stops one of them, and the request is retried."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from types import SimpleNamespace
from typing import Any

import frappe
import pytest
import requests
from frappe import api, app
from frappe.app import make_form_dict
from frappe.model import naming, workflow
from frappe.website.path_resolver import PathResolver
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from ppoc.database import request_retry, retry
from ppoc.exceptions import OthersSavingError
from ppoc.tests.access_world import key_of
from ppoc.tests.at_once import AtOnce, started_together
from ppoc.tests.factories import make_action, make_child, make_plan, make_worker

pytestmark = pytest.mark.requirement("X2.5")


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(retry, "LONGEST_PAUSE", 0.001)


def ask(method: str, path: str, **body: Any) -> Any:
	"""Sends a request through the app's entry points as Frappe does; returns its JSON."""
	environ = EnvironBuilder(path=path, method=method, json=json.loads(frappe.as_json(body))).get_environ()
	request = frappe.local.request = Request(environ)
	make_form_dict(request)
	frappe.local.response = frappe._dict(docs=[])
	request_retry.guard()
	handle = api.handle
	takes = getattr(handle, "__wrapped__", handle).__code__.co_argcount
	return json.loads((handle(request) if takes else handle()).get_data())


def new_action(worker: str, what: str) -> dict[str, Any]:
	return {"doctype": "Action", "what": what, "action_owner": worker, "due_on": "2099-01-01"}


def insert_by_form(doc: dict[str, Any]) -> str:
	new = {**doc, "__islocal": 1, "name": "new-action-1"}
	answer = ask("POST", "/api/method/frappe.desk.form.save.savedocs", doc=json.dumps(new), action="Save")
	return answer["docs"][0]["name"]


def insert_by_client(doc: dict[str, Any]) -> str:
	return ask("POST", "/api/method/frappe.client.insert", doc=json.dumps(doc))["message"]["name"]


def insert_by_rest(doc: dict[str, Any]) -> str:
	return ask("POST", "/api/resource/Action", **doc)["data"]["name"]


@pytest.fixture
def strict(site: str) -> None:
	"""Skips databases that cannot be as strict as MariaDB 11.6.2."""
	if frappe.db.db_type != "mariadb":
		pytest.skip("PostgreSQL is as strict by itself")
	if not frappe.db.sql("show variables like 'innodb_snapshot_isolation'"):
		pytest.skip("this MariaDB cannot be made to refuse what was written since")


@pytest.mark.usefixtures("committed", "strict")
@pytest.mark.parametrize("insert", [insert_by_form, insert_by_client, insert_by_rest])
def test_of_two_who_number_a_record_at_the_same_time_both_have_one(
	at_once: AtOnce, monkeypatch: pytest.MonkeyPatch, insert: Callable[[dict[str, Any]], str]
) -> None:
	"""The second reads before the first writes, and writes after the first has written."""
	worker = make_worker().name
	make_action(action_owner=worker)  # starts the naming series
	frappe.db.commit()
	looked, written = threading.Event(), threading.Event()
	numbering, tries = naming.getseries, []

	def slowly(key: str, digits: int) -> str:
		if threading.current_thread().name == "second":
			tries.append(key)
			looked.set()
			written.wait(30)
		return numbering(key, digits)

	def first() -> str:
		looked.wait(30)
		name = insert(new_action(worker, "First visit"))
		frappe.db.commit()
		written.set()
		return name

	def second() -> str:
		threading.current_thread().name = "second"
		return insert(new_action(worker, "Second visit"))

	monkeypatch.setattr(naming, "getseries", slowly)
	answers = at_once(first, second, strict=True)
	assert all(isinstance(answer, str) for answer in answers), answers
	frappe.db.rollback()
	kept = {name: frappe.db.get_value("Action", name, "what") for name in answers}
	assert sorted(kept.values()) == ["First visit", "Second visit"]
	assert len(tries) == 2, "it was not ended by the database"


@pytest.mark.usefixtures("committed", "strict")
def test_a_page_that_the_database_ended_is_built_again(
	at_once: AtOnce, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""Frappe's website turns the error into a page that says "There was an error building this page"."""
	action = make_action().name
	frappe.db.commit()
	looked, written = threading.Event(), threading.Event()
	tries: list[str] = []

	def build() -> Response:
		tries.append(frappe.db.get_value("Action", action, "what"))
		looked.set()
		written.wait(30)
		frappe.db.set_value("Action", action, "what", "Seen")
		return Response("built")

	def page() -> str:
		frappe.local.request = Request(EnvironBuilder(path="/app").get_environ())
		request_retry.guard()
		return str(app.get_response("app").get_data(as_text=True))

	def colleague() -> None:
		looked.wait(30)
		frappe.db.set_value("Action", action, "what", "Ring the school")
		frappe.db.commit()
		written.set()

	monkeypatch.setattr(PathResolver, "resolve", lambda _self: ("app", SimpleNamespace(render=build)))
	assert at_once(page, colleague, strict=True)[0] == "built"
	assert len(tries) == 2, "it was not ended by the database"


@pytest.mark.usefixtures("committed", "strict")
def test_who_saves_a_form_that_somebody_has_just_saved_is_told_so_and_not_of_the_database(
	at_once: AtOnce,
) -> None:
	worker = make_worker().name
	opened = frappe.get_doc("Action", make_action(action_owner=worker).name).as_dict()
	frappe.db.commit()
	both_look = threading.Barrier(2, timeout=30)

	def save(what: str) -> Callable[[], Any]:
		waited: list[Any] = []

		def work() -> Any:
			frappe.db.get_value("Action", opened.name, "what")
			if not waited:
				waited.append(both_look.wait())
			doc = frappe.as_json({**opened, "what": what})
			return ask("POST", "/api/method/frappe.desk.form.save.savedocs", doc=doc, action="Save")

		return work

	answers = at_once(save("Ring the school"), save("Ring the nurse"), strict=True)
	errors = [answer for answer in answers if isinstance(answer, Exception)]
	assert [type(error) for error in errors] == [frappe.TimestampMismatchError]


@pytest.mark.usefixtures("committed", "strict")
def test_many_who_save_at_once_all_save(at_once: AtOnce, monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(retry, "LONGEST_PAUSE", 0.4)
	worker = make_worker().name
	frappe.db.commit()
	calls = [lambda n=n: insert_by_client(new_action(worker, f"Visit {n}")) for n in range(6)]
	answers = at_once(*calls, strict=True)
	assert len({answer for answer in answers if isinstance(answer, str)}) == len(calls), answers


@pytest.fixture
def strict_server(strict: None, database_root: Any) -> Iterator[None]:
	"""Makes every connection that the web server opens from now on as strict as in `strict`."""
	with database_root.cursor() as cursor:
		cursor.execute("select @@global.innodb_snapshot_isolation")
		(before,) = cursor.fetchone()
		cursor.execute("set global innodb_snapshot_isolation = 1")
		yield
		cursor.execute("set global innodb_snapshot_isolation = %s", (before,))


@pytest.mark.usefixtures("committed", "strict_server")
def test_what_many_people_send_to_the_site_at_once_is_all_saved(server: Any) -> None:
	worker = make_worker().name
	headers = key_of("Administrator")

	def send(number: int) -> requests.Response:
		return requests.post(
			f"{server.base_url}/api/resource/Action",
			json=new_action(worker, f"Visit {number}"),
			headers=headers,
			timeout=60,
		)

	answers = started_together(*[partial(send, number) for number in range(16)])
	assert {answer.status_code for answer in answers} == {200}, [answer.text[:500] for answer in answers]
	frappe.db.rollback()
	assert frappe.db.count("Action", {"action_owner": worker}) == 16


# what an attempt leaves behind


class Ended:
	"""Work that the database stops a number of times."""

	def __init__(self, times: int, work: Callable[[], Any]) -> None:
		self.times, self.work, self.tries = times, work, 0

	def __call__(self) -> Any:
		self.tries += 1
		answer = self.work()
		if self.tries <= self.times:
			raise frappe.QueryDeadlockError(1213, "Deadlock found")
		return answer


def test_a_try_leaves_no_message_answer_flag_or_half_read_file(site: str) -> None:
	builder = EnvironBuilder(path="/", method="POST", data={"file": (io.BytesIO(b"all of it"), "a.txt")})
	frappe.local.request = Request(builder.get_environ())
	frappe.local.form_dict = frappe._dict(name="a")
	read = []

	def work() -> str:
		read.append(frappe.local.request.files["file"].stream.read())
		assert frappe.local.form_dict.pop("name") == "a"
		assert not frappe.flags.ppoc_test_was_here
		frappe.flags.ppoc_test_was_here = 1
		frappe.msgprint("Saved")
		frappe.response["docs"] = [*(frappe.response.get("docs") or []), "one"]
		return "done"

	frappe.local.response = frappe._dict(docs=[])
	frappe.clear_messages()
	ended = Ended(2, work)
	assert request_retry.entrance(ended)() == "done"
	assert ended.tries == 3
	assert read == [b"all of it"] * 3
	assert len(frappe.message_log) == 1
	assert frappe.response["docs"] == ["one"]
	frappe.flags.ppoc_test_was_here = 0


def test_what_the_platform_only_logs_begins_again_too(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
	"""A failed notification is only logged and the request goes on, without what was written before."""
	tries: list[int] = []
	execute = frappe.local.db.sql

	def sql(query: Any, *args: Any, **options: Any) -> Any:
		if query == "select 'notify'" and len(tries) == 1:
			raise frappe.QueryDeadlockError(1213, "Deadlock found")
		return execute(query, *args, **options)

	def work() -> str:
		tries.append(1)
		with suppress(Exception):
			frappe.db.sql("select 'notify'")
		return "saved"

	monkeypatch.setattr(frappe.local.db, "sql", sql)
	assert request_retry.entrance(work)() == "saved"
	assert len(tries) == 2


def test_what_has_committed_does_not_begin_again(site: str) -> None:
	ended = Ended(1, lambda: frappe.db.commit())
	with pytest.raises(frappe.QueryDeadlockError):
		request_retry.entrance(ended)()
	assert ended.tries == 1


def test_who_is_ended_time_after_time_is_asked_to_try_again(site: str) -> None:
	ended = Ended(1000, lambda: None)
	with pytest.raises(OthersSavingError) as told:
		request_retry.entrance(lambda: request_retry.entrance(ended)())()
	assert ended.tries == retry.TRIES
	assert told.value.http_status_code == 508


def test_any_other_error_is_told_at_once(site: str) -> None:
	def work() -> None:
		tries.append(1)
		raise frappe.ValidationError

	tries: list[int] = []
	with pytest.raises(frappe.ValidationError):
		request_retry.entrance(work)()
	assert len(tries) == 1


def test_errors_are_known_by_every_driver_s_name(site: str) -> None:
	operational = frappe.db.OperationalError
	assert retry.ended_for_another(frappe.QueryDeadlockError())
	assert retry.ended_for_another(frappe.QueryTimeoutError(), waits=True)
	assert not retry.ended_for_another(frappe.QueryTimeoutError())
	if frappe.db.db_type == "mariadb":
		assert retry.ended_for_another(operational(1020, "Record has changed since last read"))
		assert not retry.ended_for_another(operational(2013, "Lost connection"))
	assert not retry.ended_for_another(ValueError(1020))


def test_work_that_is_part_of_more_is_not_begun_again(site: str) -> None:
	make_worker()  # makes this transaction already have writes
	ended = Ended(1, lambda: None)
	with pytest.raises(frappe.QueryDeadlockError):
		retry.begins_again()(ended)()
	assert ended.tries == 1


def test_in_a_list_of_many_each_step_of_a_workflow_begins_again(
	site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
	request_retry.guard()
	child = make_child().name
	plan = make_plan(child=child).name
	frappe.db.commit()
	monkeypatch.setattr(frappe.local.db, "rollback", lambda **_: None)  # keeps the test's own records
	action = workflow.get_transitions(frappe.get_doc("Permanence Plan", plan))[0].action
	frappe.db.transaction_writes = 0
	ended = Ended(1, lambda: None)
	transitions = workflow.get_transitions
	monkeypatch.setattr(workflow, "get_transitions", lambda *a, **k: (ended(), transitions(*a, **k))[1])
	workflow.bulk_workflow_approval(json.dumps([plan]), "Permanence Plan", action)
	assert ended.tries > ended.times
	assert frappe.db.get_value("Permanence Plan", plan, "status") != "Proposed"
