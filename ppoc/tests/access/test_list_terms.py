"""What a list may be asked with, and what never reaches the database."""

from __future__ import annotations

import pytest

from ppoc.access.list_terms import Column, UnreadableTermError, read_field, read_order, split

pytestmark = pytest.mark.requirement("X4.1")


@pytest.mark.parametrize(
	("text", "columns", "alias"),
	[
		("name", [Column("name")], ""),
		("`tabCare Event`.`name` as id", [Column("name", "Care Event", True)], "id"),
		("child.full_name as child_full_name", [Column("full_name", "child")], "child_full_name"),
		(
			"`tabPlan Barrier`.name as 'Plan Barrier:name'",
			[Column("name", "Plan Barrier", True)],
			"Plan Barrier:name",
		),
		("count(distinct `tabChild`.name) as total_count", [Column("name", "Child", True)], "total_count"),
		("COUNT(*) as count", [Column("*")], "count"),
		("SUM(1)", [], ""),
		(
			"(1 / nullif(locate('O\\'Neill, x', `tabChild`.`name`), 0)) as `_relevance`",
			[Column("name", "Child", True)],
			"_relevance",
		),
	],
)
def test_what_frappe_itself_asks_with_is_read(text: str, columns: list[Column], alias: str) -> None:
	term = read_field(text)
	assert (term.columns, term.alias) == (columns, alias)


@pytest.mark.parametrize(
	"text",
	[
		"sleep(1)",
		"SLEEP (1)",
		"benchmark(9, 1)",
		"load_file('/etc/passwd')",
		"if(1, sleep(1), 1)",
		"version()",
		"(select 1)",
		"abs((select 1))",
		"name union all select 1",
		"name -- x",
		"name # x",
		"name /* x */",
		"@@version",
		"name;",
		"case when 1 then 2 end",
		"a.b.c",
		"`a`b`",
		"'a",
		"count(",
		"name as",
		"name x",
		"concat('a' 'b')",
		"",
		" ",
		"name, owner",
		'"name"',
		"1 -- 1",
	],
)
def test_everything_else_is_refused(text: str) -> None:
	with pytest.raises(UnreadableTermError):
		read_field(text)


def test_only_a_column_alone_can_be_a_linked_record_s() -> None:
	assert read_field("child.full_name as who").column == Column("full_name", "child")
	assert read_field("max(child.full_name)").column is None
	assert read_field("distinct child.full_name").column is None


def test_sort_orders_have_directions() -> None:
	terms = read_order("ifnull(_relevance, -9999) desc, `tabChild`.idx asc, 2 desc nulls last, modified")
	assert [term.columns for term in terms] == [
		[Column("_relevance")],
		[Column("idx", "Child", True)],
		[],
		[Column("modified")],
	]
	for wrong in ("name down", "name desc, sleep(1)", "rand()", "name desc limit 1", "name nulls last"):
		with pytest.raises(UnreadableTermError):
			read_order(wrong)


def test_a_comma_in_brackets_or_quotes_parts_nothing() -> None:
	assert split("name, ifnull(a, 'x, y') as b, ") == ["name", "ifnull(a, 'x, y') as b"]
