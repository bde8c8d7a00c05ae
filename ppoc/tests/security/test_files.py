"""Attack: read a file of a hidden child: by its path, by attaching that path to one's own record, by copying,
packing or unpacking it, or by having uploaded it before access ended."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator

import frappe
import pytest

from ppoc.tests.access_world import Doors, World

pytestmark = pytest.mark.requirement("X4.1")
SECRET = "Report on Bellatrix"


@pytest.fixture
def files(world: World) -> Iterator[dict[str, frappe.model.document.Document]]:
	"""Makes a file for each child; removes them from the disk afterwards."""
	made = {}
	for child in (world.anna, world.bella, world.rosie):
		made[child] = frappe.get_doc(
			{
				"doctype": "File",
				"file_name": f"{child}.txt",
				"attached_to_doctype": "Child",
				"attached_to_name": child,
				"content": f"{SECRET} {child} {frappe.generate_hash(length=8)}",
				"is_private": 0,
			}
		).insert()
	yield made
	for file in made.values():
		file.delete_file_data_content()


def test_files_of_children_are_private_whatever_was_asked(files: dict, world: World) -> None:
	for file in files.values():
		assert file.is_private
		assert file.file_url.startswith("/private/files/")
	file = files[world.anna]
	file.is_private = 0
	file.save()
	assert file.file_url.startswith("/private/files/")


@pytest.mark.parametrize("door", ["path", "call"])
def test_a_file_is_read_by_those_who_see_its_child(
	files: dict, world: World, set_user: Callable, doors: Doors, door: str
) -> None:
	from frappe.utils.response import download_private_file
	from werkzeug.exceptions import Forbidden

	def read(child: str) -> None:
		url = files[child].file_url
		if door == "call":
			doors.call("frappe.handler.download_file", http="GET", file_url=url)
		else:
			doors._request("GET", url, {})
			if download_private_file(url).status_code == 403:
				raise Forbidden

	set_user(world.coordinator)
	read(world.anna)
	for child in (world.bella, world.rosie):
		with pytest.raises((frappe.PermissionError, Forbidden)):
			read(child)


def test_no_list_of_files_holds_a_hidden_one(
	files: dict, world: World, set_user: Callable, doors: Doors
) -> None:
	set_user(world.coordinator)
	told = "".join(
		[
			doors.text(
				"frappe.client.get_list",
				doctype="File",
				fields=["file_name", "file_url"],
				limit_page_length=0,
			),
			doors.text(
				"frappe.core.api.file.get_files_in_folder", folder="Home/Attachments", page_length=500
			),
			doors.text("frappe.core.api.file.get_files_by_search_text", text="TEST"),
			doors.text(
				"frappe.core.api.file.get_attached_images", doctype="Child", names=[world.anna, world.bella]
			),
		]
	)
	assert files[world.anna].file_url in told
	assert files[world.bella].file_url not in told
	assert files[world.rosie].file_url not in told


def test_who_uploaded_a_file_loses_it_with_the_child(files: dict, world: World) -> None:
	name = files[world.bella].name
	frappe.db.set_value("File", name, "owner", world.coordinator)
	assert not frappe.has_permission("File", "read", doc=name, user=world.coordinator)


def test_a_file_is_attached_to_records_one_sees(world: World, set_user: Callable, files: dict) -> None:
	set_user(world.coordinator)
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(
			{
				"doctype": "File",
				"file_name": "x.txt",
				"content": "x",
				"attached_to_doctype": "Child",
				"attached_to_name": world.bella,
			}
		).insert()


def test_nobody_takes_a_file_over_by_its_path(files: dict, world: World, set_user: Callable) -> None:
	set_user(world.coordinator)
	url = files[world.bella].file_url
	borrowed = {"doctype": "File", "file_url": url, "is_private": 1, "attached_to_doctype": "Child"}
	for values in ({"attached_to_name": world.anna}, {"attached_to_doctype": None}):
		for ignore in (False, True):
			with pytest.raises(frappe.PermissionError):
				frappe.get_doc({**borrowed, **values}).insert(ignore_permissions=ignore)
	own = frappe.get_doc("File", files[world.anna].name)
	own.file_url = url
	with pytest.raises(frappe.PermissionError):
		own.save()


def test_the_path_of_a_file_one_reads_may_be_used(files: dict, world: World, set_user: Callable) -> None:
	set_user(world.coordinator)
	copy = {"doctype": "File", "file_url": files[world.anna].file_url, "is_private": 1}
	action = world.of_child[world.anna]["Action"]
	assert frappe.get_doc({**copy, "attached_to_doctype": "Action", "attached_to_name": action}).insert().name


def test_the_same_paper_uploaded_twice_is_no_theft(files: dict, world: World, set_user: Callable) -> None:
	set_user(world.coordinator)
	same = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": "form.txt",
			"content": files[world.bella].get_content(),
			"attached_to_doctype": "Child",
			"attached_to_name": world.anna,
		}
	).insert()
	assert same.is_private


@pytest.mark.parametrize(
	"command", ["frappe.core.api.file.zip_files", "frappe.core.doctype.file.file.zip_files"]
)
def test_a_hidden_file_is_not_packed(
	files: dict, world: World, set_user: Callable, doors: Doors, command: str
) -> None:
	set_user(world.coordinator)
	with pytest.raises(frappe.PermissionError):
		doors.call(command, files=[files[world.bella].name])


@pytest.mark.parametrize(
	"command", ["frappe.core.api.file.unzip_file", "frappe.core.doctype.file.file.unzip_file"]
)
def test_a_hidden_archive_is_not_unpacked(
	world: World, set_user: Callable, doors: Doors, command: str
) -> None:
	packed = io.BytesIO()
	with zipfile.ZipFile(packed, "w") as archive:
		archive.writestr("inside.txt", SECRET + frappe.generate_hash(length=8))
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": "papers.zip",
			"content": packed.getvalue(),
			"attached_to_doctype": "Child",
			"attached_to_name": world.bella,
		}
	).insert()
	set_user(world.coordinator)
	with pytest.raises(frappe.PermissionError):
		doors.call(command, name=file.name)
	assert not frappe.get_all("File", {"owner": world.coordinator})
	file.delete_file_data_content()


def test_a_hidden_file_goes_into_no_email(
	files: dict, world: World, set_user: Callable, doors: Doors
) -> None:
	set_user(world.coordinator)
	with pytest.raises(frappe.PermissionError):
		doors.call(
			"frappe.core.doctype.communication.email.make",
			doctype="Child",
			name=world.anna,
			content="x",
			recipients="me@example.org",
			attachments=[files[world.bella].name],
		)


def test_a_hidden_file_is_not_copied_to_another_record(
	files: dict, world: World, set_user: Callable, doors: Doors
) -> None:
	set_user(world.coordinator)
	with pytest.raises(frappe.PermissionError):
		doors.call(
			"frappe.utils.file_manager.add_attachments",
			doctype="Child",
			name=world.anna,
			attachments=[files[world.bella].name],
		)
