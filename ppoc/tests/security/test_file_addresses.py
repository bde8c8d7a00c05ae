"""Attack: reach a file under a second name: with `..`, encoded, with the site's host before it, or one that the
database takes for the same; have the server fetch an address; make another person's file public; delete it."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import frappe
import pytest

from ppoc.exceptions import FileAddressError, HiddenRecordError
from ppoc.tests.access_world import Doors, World

pytestmark = pytest.mark.requirement("X4.1")
SECRET = "Report on Bellatrix"
REFUSED = (frappe.PermissionError, frappe.ValidationError, frappe.DoesNotExistError)


def put_file(child: str, name: str = "", text: str = SECRET) -> Any:
	return frappe.get_doc(
		{
			"doctype": "File",
			"file_name": name or f"{child}.txt",
			"attached_to_doctype": "Child",
			"attached_to_name": child,
			"content": f"{text} {child} {frappe.generate_hash(length=8)}",
		}
	).insert()


@pytest.fixture
def files(world: World) -> Iterator[dict[str, Any]]:
	made = {child: put_file(child) for child in (world.anna, world.bella, world.rosie)}
	yield made
	for file in made.values():
		file.delete_file_data_content()


def second_names(url: str) -> list[str]:
	"""Other names that lead to the same place on the disk, or out of the files' folder."""
	name, host = url.rsplit("/", 1)[1], frappe.utils.get_url()
	return [
		f"/private/files/../files/{name}",
		f"/private/files/./{name}",
		f"/private/files//{name}",
		f"/private/files/x/../{name}",
		f"/files/../../private/files/{name}",
		f"/private/files/%2e%2e/files/{name}",
		f"/private/files/%252e%252e/files/{name}",
		f"/private/files/%25252e%25252e/files/{name}",
		f"/private/files/..%2ffiles/{name}",
		f"{host}/private/files/../files/{name}",
		f"{host}{url}?x=1",
		f"{host}.evil.example/private/files/{name}",
		f"http://evil.example/private/files/../files/{name}",
		f"//evil.example{url}",
		f"{frappe.get_site_path()}/private/files/{name}",
		"/private/files/../../site_config.json",
		f"{host}/private/files/../../site_config.json",
		"http://127.0.0.1:1/files/x.png",
		"file:///etc/passwd",
		"/private/files/plan\x00.txt",
		"/private/backups/all.sql.gz",
	]


@pytest.mark.parametrize("attached", [True, False])
def test_no_second_name_goes_into_a_file_record(
	files: dict, world: World, set_user: Callable, attached: bool
) -> None:
	set_user(world.coordinator)
	where = {"attached_to_doctype": "Child", "attached_to_name": world.anna} if attached else {}
	own = frappe.get_doc("File", files[world.anna].name)
	for url in [files[world.bella].file_url, *second_names(files[world.bella].file_url)]:
		for private in (0, 1):
			with pytest.raises(REFUSED):
				frappe.get_doc({"doctype": "File", "file_url": url, "is_private": private, **where}).insert()
		own.reload()
		own.file_url = url
		with pytest.raises(REFUSED):
			own.save()


def test_not_even_a_system_manager_reaches_the_configuration(
	files: dict, world: World, set_user: Callable, user_with: Callable
) -> None:
	set_user(user_with("System Manager", name="sm@example.org"))
	for url in second_names(files[world.bella].file_url)[:-8]:
		with pytest.raises(REFUSED):
			frappe.get_doc({"doctype": "File", "file_url": url, "is_private": 1}).insert()
	for url in ("/private/files/../../site_config.json", files[world.bella].file_url):
		with pytest.raises(REFUSED):
			frappe.get_doc({"doctype": "File", "file_url": url, "is_private": 1}).insert()


def test_an_odd_address_that_is_stored_already_opens_nothing(files: dict, world: World) -> None:
	name = files[world.anna].name
	for url in second_names(files[world.bella].file_url):
		frappe.db.set_value("File", name, "file_url", url)
		file = frappe.get_doc("File", name)
		with pytest.raises((FileAddressError, *REFUSED)):
			file.get_content()


def test_every_call_that_takes_an_address(
	files: dict, world: World, set_user: Callable, doors: Doors, hidden: str
) -> None:
	set_user(world.coordinator)
	url = files[world.bella].file_url
	known = doors.text("frappe.handler.download_file", http="GET", file_url=files[world.anna].file_url)
	assert SECRET in known  # the door answers those who may
	for name in [url, *second_names(url)]:
		for command, given in {
			"frappe.handler.download_file": {"file_url": name},
			"frappe.client.insert": {
				"doc": {
					"doctype": "File",
					"file_url": name,
					"attached_to_doctype": "Child",
					"attached_to_name": world.anna,
				}
			},
			"frappe.client.set_value": {
				"doctype": "File",
				"name": files[world.anna].name,
				"fieldname": {"file_url": name, "modified": str(files[world.anna].modified)},
			},
		}.items():
			try:
				said = doors.text(command, **given)
			except (frappe.ValidationError, OSError, ValueError):
				continue
			finally:
				frappe.clear_messages()
			assert SECRET not in said, (command, name)
			assert "db_password" not in said, (command, name)
		assert frappe.db.get_value("File", files[world.anna].name, "file_url") == files[world.anna].file_url


def test_a_file_of_the_library_is_taken_only_by_readers(
	files: dict, world: World, set_user: Callable
) -> None:
	"""The uploader can point at a file that is on the server already."""
	from frappe.handler import upload_file
	from werkzeug.test import EnvironBuilder
	from werkzeug.wrappers import Request

	set_user(world.coordinator)
	action = world.of_child[world.anna]["Action"]

	def upload(**given: Any) -> Any:
		frappe.local.request = Request(
			EnvironBuilder(path="/api/method/upload_file", method="POST").get_environ()
		)
		frappe.local.form_dict = frappe._dict(doctype="Action", docname=action, is_private=1, **given)
		return upload_file()

	assert upload(file_url=files[world.anna].file_url, file_name="x.txt").name
	for given in (
		{"file_url": files[world.bella].file_url},
		{"library_file_name": files[world.bella].name, "file_url": files[world.bella].file_url},
		{"file_url": "/private/files/../../site_config.json"},
		{"file_url": f"{frappe.utils.get_url()}/private/files/../../site_config.json"},
	):
		with pytest.raises(REFUSED):
			upload(file_name="x.txt", **given)


def test_a_childs_file_stays_private_and_with_its_child(
	files: dict, world: World, set_user: Callable
) -> None:
	set_user(world.coordinator)
	for values in (
		{"is_private": 0},
		{"is_private": 0, "attached_to_doctype": None, "attached_to_name": None},
		{"attached_to_doctype": "User", "attached_to_name": world.coordinator},
		{"attached_to_name": None},
	):
		file = frappe.get_doc("File", files[world.anna].name)
		file.update(values)
		with suppress(*REFUSED):
			file.save()
		stored = frappe.get_doc("File", files[world.anna].name)
		assert stored.is_private
		assert stored.file_url.startswith("/private/files/")
		assert (stored.attached_to_doctype, stored.attached_to_name) == ("Child", world.anna)
	borrowed = frappe.get_doc(
		{"doctype": "File", "file_url": files[world.anna].file_url, "is_private": 1}
	).insert()
	borrowed.is_private = 0
	borrowed.save()
	assert Path(frappe.get_site_path(files[world.anna].file_url.lstrip("/"))).exists()
	assert frappe.db.get_value("File", files[world.anna].name, "is_private") == 1


def test_only_system_managers_publish(world: World, set_user: Callable, user_with: Callable) -> None:
	def upload() -> Any:
		return frappe.get_doc(
			{
				"doctype": "File",
				"file_name": "notice.txt",
				"content": frappe.generate_hash(),
				"is_private": 0,
			}
		).insert(ignore_permissions=True)

	set_user(world.coordinator)
	assert upload().file_url.startswith("/private/files/")
	set_user(user_with("System Manager", name="sm@example.org"))
	public = upload()
	assert public.file_url.startswith("/files/")
	public.delete_file_data_content()


def test_deleting_ones_own_file_deletes_no_other(files: dict, world: World, set_user: Callable) -> None:
	target = Path(frappe.get_site_path(files[world.bella].file_url.lstrip("/")))
	assert target.exists()
	set_user(world.coordinator)
	own = frappe.get_doc("File", files[world.anna].name)
	own.update({"thumbnail_url": files[world.bella].file_url, "content_hash": "0" * 32})
	own.save()
	stored = frappe.db.get_value("File", own.name, ["thumbnail_url", "content_hash"])
	assert stored == (None, files[world.anna].content_hash)
	new = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": "n.txt",
			"content": frappe.generate_hash(),
			"thumbnail_url": files[world.bella].file_url,
		}
	).insert(ignore_permissions=True)
	frappe.delete_doc("File", new.name, ignore_permissions=True)
	assert target.exists()


def test_no_email_carries_a_hidden_file_or_print(
	files: dict, world: World, set_user: Callable, doors: Doors
) -> None:
	"""A job reads attachments later, as Administrator."""
	set_user(world.coordinator)
	send = "frappe.core.doctype.communication.email.make"
	common: dict[str, Any] = {
		"doctype": "Child",
		"name": world.anna,
		"content": "x",
		"recipients": "me@example.org",
		"send_email": 1,
	}
	for attachment in (
		{"file_url": files[world.bella].file_url},
		{"fid": files[world.bella].name},
		{"print_format_attachment": 1, "doctype": "Child", "name": world.bella},
	):
		with suppress(frappe.PermissionError, frappe.OutgoingEmailError):
			doors.call(send, attachments=[attachment], **common)
		queued = frappe.get_all("Email Queue", {"reference_name": world.anna}, pluck="attachments")
		assert not [text for text in queued if world.bella in text or files[world.bella].name in text]
	with pytest.raises(HiddenRecordError):
		frappe.get_doc(
			{
				"doctype": "Email Queue",
				"sender": "a@example.org",
				"message": "x",
				"attachments": frappe.as_json([{"fid": files[world.bella].name}]),
			}
		).insert(ignore_permissions=True)
	frappe.get_doc(
		{
			"doctype": "Email Queue",
			"sender": "a@example.org",
			"message": "x",
			"attachments": frappe.as_json([{"fid": files[world.anna].name}]),
		}
	).insert(ignore_permissions=True)


def test_markup_in_a_name_is_none(world: World, set_user: Callable) -> None:
	set_user(world.coordinator)
	file = put_file(world.anna, "<img src=x onerror=alert(1)>.txt")
	assert "<" not in file.file_name
	assert "<" not in file.file_url
	said = frappe.get_all("Comment", {"reference_name": world.anna}, pluck="content")
	assert not [text for text in said if "<img" in text]
	file.delete_file_data_content()


@pytest.mark.usefixtures("committed")
def test_over_the_wire(world: World, session: Callable, server: Any) -> None:
	mine, theirs = put_file(world.anna, "plan.txt"), put_file(world.bella, "PLAN.txt")
	frappe.db.commit()
	try:
		ask = session(world.coordinator)
		assert ask("GET", mine.file_url).status_code == 200
		# the database takes PLAN.txt and plan.txt for the same
		for url in (theirs.file_url, theirs.file_url + " ", *second_names(theirs.file_url)):
			answer = ask("GET", quote(url) if url.startswith("/") else f"/{quote(url)}")
			assert SECRET not in answer.text, url
			assert "db_password" not in answer.text, url
		absent = ask("GET", "/private/files/no-such-file.txt")
		refused = ask("GET", theirs.file_url)
		assert (absent.status_code, absent.text) == (refused.status_code, refused.text)
		for url in raw_paths(theirs.file_url):
			status, text = raw(server.base_url, url)
			assert status in (301, 302, 308, 400, 403, 404), (url, status)
			assert SECRET not in text, url
			assert "db_password" not in text, url
	finally:
		mine.delete_file_data_content()
		theirs.delete_file_data_content()


def raw_paths(url: str) -> list[str]:
	site, name = frappe.local.site, url.rsplit("/", 1)[1]
	return [
		f"/files/../..{url}",
		f"/files/../../private/files/{name}",
		"/files/../../site_config.json",
		"/private/files/../../site_config.json",
		"/backups/../../site_config.json",
		"/backups/../files/" + name,
		f"/../../../../sites/{site}/site_config.json",
		f"/../../../../sites/{site}{url}",
		f"/%2e%2e/%2e%2e/%2e%2e/%2e%2e/sites/{site}{url}",
		f"/..%5c..%5csites/{site}{url}",
		"/private/files/%2e%2e/%2e%2e/site_config.json",
		"//evil.example/%2f..",
		"/assets/../sites/common_site_config.json",
		"/assets/%2e%2e/common_site_config.json",
	]


def raw(base: str, path: str) -> tuple[int, str]:
	"""Asks for exactly this path: clients put it into normal form first."""
	connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=30)
	connection.putrequest("GET", path, skip_host=False)
	connection.endheaders()
	answer = connection.getresponse()
	text = answer.read().decode(errors="replace")
	where = answer.getheader("Location") or ""
	assert "evil.example" not in where, path
	connection.close()
	return answer.status, text
