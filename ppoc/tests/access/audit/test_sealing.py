"""The chain over the entries in the database, and the command that checks it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frappe
import pytest
from frappe.utils import add_years, now_datetime
from freezegun import freeze_time

from ppoc.access.audit import collecting
from ppoc.access.audit.entries import Entry, entry
from ppoc.access.audit.guarding import writing
from ppoc.access.audit.lines import Line
from ppoc.access.audit.sealing_database import (
	LEAST_YEARS,
	faults,
	head,
	remove_older_than,
	seal,
	seal_everything,
)
from ppoc.access.audit.writing_database import write
from ppoc.commands import check_trail
from ppoc.exceptions import RetentionSettingsError
from ppoc.retention import nightly
from ppoc.tests.access_world import World
from ppoc.tests.contract import Bench

pytestmark = pytest.mark.requirement("X4.2")


def seen(*children: str, user: str = "x@example.org", at: Any = None) -> Entry:
	return entry(at=at or now_datetime(), user=user, outcome="Seen", door="Form", children=children)


def by_hand(statement: str, *values: object) -> None:
	"""Does what somebody with access to the database itself could do."""
	with writing():
		frappe.db.sql(statement, values)


@pytest.fixture
def sealed(site: str) -> list[str]:
	"""Returns the names of five entries, sealed one after the other."""
	made = [seen(f"CH-{number}") for number in range(5)]
	for each in made:
		write([each])
		seal()
	return [each.name for each in made]


def numbers() -> list[str]:
	return [fault.entry for fault in faults()]


def test_a_trail_that_nobody_touched_is_whole(sealed: list[str]) -> None:
	assert numbers() == []
	assert seal() == 0


@pytest.mark.parametrize(
	"statement",
	[
		"update `tabAudit Entry` set `user` = 'y@example.org' where `name` = %s",
		"update `tabAudit Entry` set `at` = '2020-01-01' where `name` = %s",
		"update `tabAudit Entry` set `children` = 'CH-9' where `name` = %s",
		"delete from `tabAudit Entry` where `name` = %s",
		"delete from ppoc_audit_child where `entry` = %s",
		"update ppoc_audit_seal set hash = repeat('f', 64) where entry = %s",
	],
)
def test_what_somebody_does_in_the_database_itself_is_found(sealed: list[str], statement: str) -> None:
	by_hand(statement, sealed[2])
	assert sealed[2] in numbers()


def test_a_removed_entry_leaves_a_gap_even_if_its_seal_goes_too(sealed: list[str]) -> None:
	by_hand("delete from ppoc_audit_seal where entry = %s", sealed[2])
	by_hand("delete from ppoc_audit_child where entry = %s", sealed[2])
	by_hand("delete from `tabAudit Entry` where `name` = %s", sealed[2])
	assert any("gap" in str(fault) for fault in faults())


def test_old_entries_go_as_a_whole_and_the_rest_can_still_be_checked(site: str) -> None:
	seal_everything()
	kept_before = frappe.db.count("Audit Entry")
	old = [seen(f"CH-{number}", at=add_years(now_datetime(), -9)) for number in range(3)]
	new = seen("CH-new")
	if kept_before:
		pytest.skip("the site has entries of its own, which come first in the chain")
	write(old)
	seal()
	write([new])
	seal()
	anchor = head()
	assert anchor
	assert remove_older_than(8) == 3
	assert not frappe.get_all("Audit Entry", {"name": ["in", [each.name for each in old]]})
	assert frappe.db.exists("Audit Entry", new.name)
	removal = frappe.get_all("Audit Entry", {"outcome": "Removed"}, ["what", "record"])
	assert (len(removal), removal[0].record) == (1, "3")
	assert list(faults([anchor])) == []
	assert remove_older_than(8) == 0
	by_hand("delete from `tabAudit Entry` where outcome = 'Removed'")
	assert any("retention" in str(fault) for fault in faults())


@pytest.mark.parametrize("years", [0, 1, LEAST_YEARS - 1])
def test_what_is_younger_than_the_least_is_never_removed(site: str, years: int) -> None:
	with pytest.raises(frappe.ValidationError, match="6 years"):
		remove_older_than(years)


def test_a_month_goes_as_a_whole(site: str) -> None:
	seal_everything()
	if frappe.db.count("Audit Entry"):
		pytest.skip("the site has entries of its own, which come first in the chain")
	with freeze_time("2026-11-20 10:00", tick=True):
		write([seen("CH-october", at="2018-10-31 23:59:59")])
		seal()
		write([seen("CH-november", at="2018-11-01 00:00:00")])
		seal()
		assert remove_older_than(8) == 1  # the month in which eight years end is still kept
		assert list(faults()) == []
	with freeze_time("2026-12-01 10:00", tick=True):
		assert remove_older_than(8) == 1
		assert list(faults()) == []


def test_the_setting_decides_and_a_hold_stops_it(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
	asked: list[int] = []
	monkeypatch.setattr(nightly, "remove_older_than", asked.append)
	nightly.shorten_audit_trail()
	assert asked == []  # unless an authority says otherwise, it is kept for good
	for wrong in (-1, 1, LEAST_YEARS - 1, 501):
		with pytest.raises(RetentionSettingsError, match="audit trail"):
			frappe.get_doc("Retention Settings").update({"audit_years": wrong}).save()
	frappe.get_doc("Retention Settings").update({"audit_years": 7}).save()
	nightly.shorten_audit_trail()
	assert asked == [7]
	held = {"erase_nothing": 1, "erase_nothing_reason": "Inquiry"}
	frappe.get_doc("Retention Settings").update(held).save()
	nightly.shorten_audit_trail()
	assert asked == [7]


def test_who_changed_how_long_it_is_kept_is_on_it(site: str) -> None:
	settings = frappe.get_doc("Retention Settings")
	settings.update({"audit_years": 9}).save()
	frappe.db.before_commit.run()
	found = frappe.get_all(
		"Audit Entry", {"record_type": "Retention Settings"}, ["user", "what", "outcome"], limit=1
	)
	assert [(row.user, row.outcome) for row in found] == [("Administrator", "Changed")]
	assert "audit_years - → 9" in found[0].what


# the command


def test_the_command_says_whether_the_trail_is_whole_and_ends_with_it(
	sealed: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
	anchor = tmp_path / "anchor.json"
	assert check_trail((), anchor) == 0
	assert "The audit trail is whole" in capsys.readouterr().out
	write([seen("CH-later")])
	assert check_trail((anchor,), None) == 0
	by_hand("update `tabAudit Entry` set `user` = 'y@example.org' where `name` = %s", sealed[2])
	assert check_trail((anchor,), tmp_path / "never.json") == 1
	said = capsys.readouterr().out
	assert f"({sealed[2]}): changed after it was written" in said
	assert "NOT whole" in said
	assert not (tmp_path / "never.json").exists()


def test_the_command_finds_by_an_anchor_what_was_cut_off_or_computed_anew(
	sealed: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
	anchor = tmp_path / "anchor.json"
	assert check_trail((), anchor) == 0
	for table, column in (
		("ppoc_audit_seal", "entry"),
		("ppoc_audit_child", "entry"),
		("tabAudit Entry", "name"),
	):
		by_hand(f"delete from `{table}` where `{column}` = %s", sealed[-1])
	assert check_trail((), None) == 0
	assert check_trail((anchor,), None) == 1
	write([seen("CH-forged")])
	assert check_trail((anchor,), None) == 1
	assert "anchored" in capsys.readouterr().out


def test_the_command_refuses_a_file_that_is_no_anchor(
	sealed: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
	(tmp_path / "a").write_text("{}")
	assert check_trail((tmp_path / "a",), None) == 2
	assert "not an anchor" in capsys.readouterr().err


# many at once


@pytest.mark.usefixtures("committed")
def test_many_that_write_and_seal_at_once_make_one_chain_without_gaps(
	site: str, at_once: Callable[..., list]
) -> None:
	def looks(worker: int) -> Callable[[], int]:
		def go_on() -> int:
			for number in range(6):
				write([seen(f"CH-{worker}-{number}", user=f"w{worker}@example.org")])
				frappe.db.commit()
				seal()
			return worker

		return go_on

	assert at_once(*[looks(worker) for worker in range(4)]) == [0, 1, 2, 3]
	frappe.db.commit()
	seal_everything()
	assert frappe.db.count("Audit Entry", {"user": ["like", "w%@example.org"]}) == 24
	assert list(faults()) == []
	places = frappe.db.sql("select count(*), min(number), max(number) from ppoc_audit_seal")[0]
	assert places[0] == places[2] - places[1] + 1


@pytest.mark.usefixtures("committed")
def test_what_was_seen_is_kept_when_the_process_is_killed_before_it_is_written(
	world: World, bench: Bench
) -> None:
	frappe.db.commit()
	process = os.fork()
	if not process:
		for number in range(20):
			at = str(now_datetime())
			line = Line(f"killed-{number:02}", at, "k@example.org", "Seen", "Form", shown=(world.anna,))
			collecting.spool().put(line.as_dict())
		os.kill(os.getpid(), signal.SIGKILL)
	os.waitpid(process, 0)
	collecting.collect_and_seal()
	collecting.collect_and_seal()
	found = frappe.get_all("Audit Entry", {"user": "k@example.org"}, ["child"], order_by="name")
	assert [each.child for each in found] == [world.anna] * 20
	assert list(faults()) == []


@pytest.mark.usefixtures("committed")
def test_a_collector_killed_between_its_commit_and_the_end_of_its_file_writes_nothing_twice(
	world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
	frappe.db.commit()
	line = Line("twice-1", str(now_datetime()), "k@example.org", "Seen", "Form", shown=(world.anna,))
	collecting.spool().put(line.as_dict())
	collecting.spool().turn()
	with monkeypatch.context() as patched:
		patched.setattr(Path, "unlink", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
		with pytest.raises(KeyboardInterrupt):
			collecting.collect()
	assert collecting.collect() == 1
	assert frappe.db.count("Audit Entry", {"user": "k@example.org"}) == 1
