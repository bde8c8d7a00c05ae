"""Code and templates that are open to an attack are found; what is meant is left alone where it says why."""

from __future__ import annotations

import pytest

from lint.security import __main__ as security
from lint.security import python_faults, template_faults

DOOR = '@frappe.whitelist(methods=["POST"])\ndef save(name: str) -> None:\n\t'

IN_CODE = {
	"a door by every method": "@frappe.whitelist()\ndef show(name: str): ...",
	"a door without brackets": "@frappe.whitelist\ndef show(name: str): ...",
	"a door for strangers": '@frappe.whitelist(methods=["GET"], allow_guest=True)\ndef show(name: str): ...',
	"an argument of any type": '@frappe.whitelist(methods=["GET"])\ndef show(name): ...',
	"a keyword of any type": '@frappe.whitelist(methods=["GET"])\ndef show(*, name): ...',
	"a save past the rule": "doc.save(ignore_permissions=True)",
	"a save past the rule, by a variable": "doc.insert(ignore_permissions=trusted)",
	"a save past the rule, by a flag": "doc.flags.ignore_permissions = True",
	"a list past user permissions": "frappe.get_list('Child', ignore_user_permissions=1)",
	"every row in a door's module": DOOR + "return frappe.get_all('Child')",
	"every row by the database in a door's module": DOOR + "return frappe.db.get_all('Child')",
	"SQL with a value": "frappe.db.sql(f'show create table `{name}`')",
	"SQL with a value added": "frappe.db.sql('optimize table ' + name)",
	"SQL with a value by percent": "frappe.db.sql('optimize table %s' % name)",
	"SQL with a value by format": "frappe.db.sql('optimize table {}'.format(name))",
	"a formula that a user writes": "frappe.safe_eval(rule.condition)",
	"a template that a user writes": "frappe.render_template(notice.message, {})",
	"a role that tests do not ask for": "frappe.only_for('System Manager')",
	"somebody else's name": "frappe.set_user(worker.user)",
	"a call to another server": "import requests",
	"a call to another server, from its module": "from urllib.request import urlopen",
	"a call to another server, by its package": "from urllib import request",
	"a remark that gives no reason": "doc.save(ignore_permissions=True)  # noqa: E501",
	"a reason on another line": "pass  # it follows from a step\npass\ndoc.save(ignore_permissions=True)",
}

FINE_IN_CODE = {
	"a door that says what it takes": DOOR + "pass",
	"a method of a document": '@frappe.whitelist(methods=["POST"])\ndef close(self) -> None: ...',
	"a save by the rule": "doc.save()",
	"a save that says it is by the rule": "doc.save(ignore_permissions=False)",
	"a save past the rule with its reason": "doc.save(ignore_permissions=True)  # the log of a job",
	"a reason above": "# it follows from a step that the user may take\ndoc.flags.ignore_permissions = True",
	"a reason above a door": (
		"# the page of the login, before anybody is known\n"
		'@frappe.whitelist(methods=["GET"], allow_guest=True)\ndef show(name: str): ...'
	),
	"a reason within a call": "frappe.db.sql(\n\t# names of our own tables\n\tf'show index from `{name}`'\n)",
	"every row in a job's module": "frappe.get_all('Child')",
	"rows that the user may see": DOOR + "return frappe.get_list('Child')",
	"SQL with parameters": "frappe.db.sql('select name from tabChild where name = %s', name)",
	"a constant formula": "frappe.safe_eval('1 + 1')",
	"a template of the app": "frappe.render_template('ppoc/templates/emails/ppoc_agenda.html', {})",
	"another library's only_for": "watch.only_for(5)",
	"words of an address": "from urllib.parse import quote",
}


@pytest.mark.parametrize("source", IN_CODE.values(), ids=IN_CODE)
def test_a_planted_weakness_in_code_is_found(source: str) -> None:
	assert list(python_faults.faults(source))


@pytest.mark.parametrize("source", FINE_IN_CODE.values(), ids=FINE_IN_CODE)
def test_code_that_is_safe_or_says_why_is_left_alone(source: str) -> None:
	assert not list(python_faults.faults(source))


IN_TEMPLATES = {
	"a value": "<p>{{ doc.title }}</p>",
	"a value by name": "{{ title }}",
	"a value declared safe": "{{ doc.notes | safe }}",
	"an escaped value declared safe": "{{ (doc.notes | e) | safe }}",
	"one of two values": '{{ doc.title if doc.title else _("None") }}',
	"a value or a text": '{{ doc.title or _("None") }}',
	"a value in small letters": "{{ doc.title | lower }}",
	"a value in a sentence": '{{ _("Minutes of {0}").format(doc.forum) }}',
	"a translated value": "{{ _(doc.status) }}",
	"a value in an attribute": '<a title="{{ doc.title }}"></a>',
	"a function's answer": "{{ frappe.get_value('Child', doc.child, 'full_name') }}",
	"a default": '{{ doc.title | default("None") }}',
}

FINE_IN_TEMPLATES = {
	"an escaped value": "<p>{{ doc.title | e }}</p>",
	"an escaped sentence": '{{ _("Minutes of {0}").format(doc.forum) | e }}',
	"a text of the template": '{{ _("Minutes") }}',
	"a number": "{{ rows | length }}",
	"a difference": "{{ to - from }}",
	"the number of a row": "{% for row in rows %}{{ loop.index }}{% endfor %}",
	"a date": "{{ day(doc.due_on) }}",
	"a macro of the template": "{% macro cell(value) %}<td>{{ value | e }}</td>{% endmacro %}{{ cell(doc.title) }}",
	"a part of an address": '<a href="?name={{ doc.name | urlencode }}"></a>',
	"one of two texts": '{{ _("Yes") if doc.held else _("No") }}',
}


@pytest.mark.parametrize("source", IN_TEMPLATES.values(), ids=IN_TEMPLATES)
def test_a_value_that_goes_into_markup_as_it_is_is_found(source: str) -> None:
	assert list(template_faults.faults(source, frozenset({"day"})))


@pytest.mark.parametrize("source", FINE_IN_TEMPLATES.values(), ids=FINE_IN_TEMPLATES)
def test_a_template_that_escapes_is_left_alone(source: str) -> None:
	assert not list(template_faults.faults(source, frozenset({"day"})))


def test_functions_that_templates_may_use_as_they_are_return_no_foreign_text() -> None:
	"""`parts` is the template of macros, which is looked at itself; the others return dates and times."""
	assert {"fmt", "parts", "ppoc_date", "ppoc_short_date", "ppoc_time"} == security.MADE_SAFE


def test_the_app_has_none_of_these() -> None:
	assert not list(security.problems())
