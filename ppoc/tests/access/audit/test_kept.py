"""Attack: Administrator tries to change, delete or forge an entry of the audit trail by every means of the app."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import frappe
import pytest
from frappe.utils import now_datetime

from ppoc.access.audit import guarding
from ppoc.access.audit.entries import entry
from ppoc.access.audit.sealing_database import faults, seal
from ppoc.access.audit.writing_database import write
from ppoc.exceptions import AuditTrailKeptError
from ppoc.tests.access_world import World

pytestmark = pytest.mark.requirement("X4.2")

DOCTYPE = "Audit Entry"


@pytest.fixture
def kept(world: World) -> str:
	"""Returns the name of an entry about Anna, sealed."""
	guarding.guard()
	made = entry(at=now_datetime(), user="x@example.org", outcome="Seen", door="Form", children=[world.anna])
	write([made])
	seal()
	return made.name


def change(name: str) -> None:
	doc = frappe.get_doc(DOCTYPE, name)
	doc.user = "somebody.else@example.org"
	doc.flags.ignore_permissions = doc.flags.ignore_validate = True
	doc.save()


def change_past_the_controller(name: str) -> None:
	from frappe.model.base_document import BaseDocument

	doc = frappe.get_doc(DOCTYPE, name)
	doc.user = "somebody.else@example.org"
	BaseDocument.db_update(doc)


def make_past_the_controller(name: str) -> None:
	from frappe.model.base_document import BaseDocument

	doc = frappe.copy_doc(frappe.get_doc(DOCTYPE, name))
	doc.name = "forged"
	BaseDocument.db_insert(doc)


def delete_in_bulk(name: str) -> None:
	from frappe.desk import reportview

	reportview.delete_bulk(DOCTYPE, [name])


def clear_as_a_log(_name: str) -> None:
	from frappe.core.doctype.log_settings.log_settings import clear_log_table

	clear_log_table(DOCTYPE, days=0)


def run_in_the_console(script: str) -> Callable[[str], None]:
	def run(name: str) -> None:
		from frappe.utils import safe_exec

		with pytest.MonkeyPatch.context() as patch:  # an administrator of the bench has switched it on
			patch.setattr(safe_exec, "is_safe_exec_enabled", lambda: True, raising=False)
			patch.setattr(frappe.conf, "server_script_enabled", True, raising=False)
			safe_exec.safe_exec(script.replace("NAME", name))

	return run


def import_over(name: str) -> None:
	from frappe.core.doctype.data_import.importer import Importer

	columns = f'"ID","Who"\n"{name}","somebody.else@example.org"\n'
	file = frappe.get_doc(
		{"doctype": "File", "file_name": "a.csv", "content": columns, "is_private": 1}
	).insert()
	data_import = frappe.get_doc(
		{
			"doctype": "Data Import",
			"reference_doctype": DOCTYPE,
			"import_type": "Update Existing Records",
			"import_file": file.file_url,
		}
	)
	data_import.flags.ignore_validate = True
	data_import.insert(ignore_permissions=True)
	Importer(DOCTYPE, data_import=data_import).import_data()


MEANS: dict[str, Callable[[str], object]] = {
	"saving": change,
	"db_set": lambda name: frappe.get_doc(DOCTYPE, name).db_set("user", "x"),
	"db_update": change_past_the_controller,
	"db_insert": make_past_the_controller,
	"inserting": lambda name: frappe.copy_doc(frappe.get_doc(DOCTYPE, name)).insert(ignore_permissions=True),
	"set_value": lambda name: frappe.db.set_value(DOCTYPE, name, "user", "x"),
	"set_value of all": lambda _name: frappe.db.set_value(DOCTYPE, {"user": ["is", "set"]}, "user", "x"),
	"deleting": lambda name: frappe.delete_doc(DOCTYPE, name),
	"deleting by force": lambda name: frappe.delete_doc(
		DOCTYPE, name, force=True, ignore_permissions=True, ignore_on_trash=True, delete_permanently=True
	),
	"deleting rows": lambda name: frappe.db.delete(DOCTYPE, {"name": name}),
	"deleting children": lambda _name: frappe.qb.from_("ppoc_audit_child").delete().run(),
	"deleting seals": lambda _name: frappe.db.sql("delete from ppoc_audit_seal"),
	"truncating": lambda _name: frappe.db.truncate(DOCTYPE),
	"dropping": lambda _name: frappe.db.sql_ddl("drop table `tabAudit Entry`"),
	"renaming": lambda name: frappe.rename_doc(DOCTYPE, name, "another", force=True),
	"console, set_value": run_in_the_console('frappe.db.set_value("Audit Entry", "NAME", "user", "x")'),
	"console, delete_doc": run_in_the_console('frappe.delete_doc("Audit Entry", "NAME", force=1)'),
}


@pytest.mark.parametrize("means", MEANS)
def test_administrator_changes_nothing(kept: str, means: str) -> None:
	before = frappe.get_all(DOCTYPE, fields="*", order_by="name")
	with pytest.raises(AuditTrailKeptError):
		MEANS[means](kept)
	assert frappe.get_all(DOCTYPE, fields="*", order_by="name") == before
	assert list(faults()) == []


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("means", [delete_in_bulk, import_over, clear_as_a_log])
def test_what_reports_errors_of_its_own_changes_nothing_either(
	kept: str, means: Callable[[str], None]
) -> None:
	frappe.db.commit()
	before = frappe.get_all(DOCTYPE, {"name": kept}, "*")
	with suppress(frappe.ValidationError, frappe.PermissionError):
		means(kept)
	frappe.db.commit()
	assert frappe.get_all(DOCTYPE, {"name": kept}, "*") == before
	assert list(faults()) == []


@pytest.mark.parametrize("role", ["System Manager", "PPOC Administrator", "Team Manager", "PPOC Auditor"])
def test_no_role_may_write_an_entry(site: str, user_with: Callable[..., str], role: str) -> None:
	user = user_with(role)
	for right in ("write", "create", "delete", "share", "import", "submit", "email"):
		assert not frappe.has_permission(DOCTYPE, right, user=user), right
	assert bool(frappe.has_permission(DOCTYPE, "read", user=user)) is (role == "PPOC Auditor")


def test_a_login_that_is_renamed_keeps_its_old_name_on_the_trail(
	world: World, kept: str, user_with: Callable[..., str]
) -> None:
	old = user_with("Team Manager", name="old.name@example.org")
	made = entry(at=now_datetime(), user=old, outcome="Seen", door="Form", children=[world.anna])
	write([made])
	frappe.rename_doc("User", old, "new.name@example.org", force=True, show_alert=False)
	assert frappe.db.get_value(DOCTYPE, made.name, ["user", "owner"]) == (old, old)


def test_reading_the_trail_is_never_in_the_way(kept: str) -> None:
	assert frappe.get_list(DOCTYPE, filters={"what": ["like", "%update delete%"]}) == []
	assert frappe.db.count(DOCTYPE) >= 1
	assert frappe.db.get_table_columns(DOCTYPE)


def test_a_reader_with_a_role_row_of_their_own_sees_entries_of_children_they_see(
	world: World, kept: str, set_user: Callable
) -> None:
	for children in ([world.bella], [world.anna, world.bella], []):
		write(
			[entry(at=now_datetime(), user="x@example.org", outcome="Seen", door="List", children=children)]
		)
	frappe.permissions.add_permission(DOCTYPE, "Team Coordinator", 0)
	frappe.clear_cache(doctype=DOCTYPE)
	with set_user(world.coordinator):
		assert frappe.get_list(DOCTYPE, {"user": "x@example.org"}, pluck="name") == [kept]
		assert frappe.get_doc(DOCTYPE, kept).has_permission("read")
	with set_user(world.auditor):
		assert len(frappe.get_list(DOCTYPE, {"user": "x@example.org"})) == 4
