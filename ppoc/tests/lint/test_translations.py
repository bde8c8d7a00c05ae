"""A text that a user sees and that nobody can translate is found, in Python code and in templates."""

from __future__ import annotations

import pytest

from lint.translations import __main__ as translations
from lint.translations import python_strings, template_strings

IN_CODE = {
	"an error": 'frappe.throw("Save the record first")',
	"an error's title": 'frappe.throw(_("Save it."), title="Not Now")',
	"an error with a value": 'frappe.throw(f"{name} is closed")',
	"an error of two halves": 'frappe.throw("The plan " + name + " is closed")',
	"a notice": 'frappe.msgprint("Saved")',
	"one of two texts": 'frappe.msgprint(_("Saved") if done else "Not saved")',
	"a column's label": 'columns = [{"fieldname": "child", "label": "Child"}]',
	"a label by its keyword": 'column(label="Predicted start")',
	"a sentence of an engine": 'raise PlanFault("The plan has ended already.")',
	"part of a sentence": 'what = "is more than one child here"',
	"a text put into a text": '_("{0} as {1}").format(name, "a record you cannot open")',
	"a text put into a message": 'Message("{0} as {1}", name, "a record you cannot open")',
	"a sentence built before it is translated": '_(f"{count} plans")',
	"a sentence filled before it is translated": '_("{0} plans".format(count))',
	"a sentence joined before it is translated": '_("Plans of " + name)',
	"a sentence filled by percent": '_("%s plans" % count)',
	"a text chosen while it is translated": '_("Saved" if done else "Not saved")',
	"a message with a value in it": 'Message(f"{count} plans")',
}

FINE_IN_CODE = {
	"a translated error": 'frappe.throw(_("Save {0} first").format(name), PlanFault, title=_("Not Now"))',
	"two texts": 'frappe.msgprint(_("Saved") if done else _("Not saved"))',
	"an engine's message": 'raise PlanFault(Message("{0} has ended already.", name))',
	"a text of the site": "frappe.throw(words, title=_(forum.title))",
	"a name in a list": 'fields = ["predicted_start", "Permanence Plan", "Assessment started"]',
	"a comparison": 'if gap == "No plan agreed by the second review of all.": pass',
	"a docstring": '"""What a plan is, and what it is not."""',
	"a log": 'logger.info("The job has begun, and will take a while.")',
	"markup": 'frappe.throw(f"<ul>{lines}</ul>")',
	"the choices of a type": 'kind: Literal["Name, date of birth and reference number", "Open actions of the child"]',
	"a field": 'row = {"label": "first_name", "title": ""}',
}


@pytest.mark.parametrize("source", IN_CODE.values(), ids=IN_CODE)
def test_a_planted_text_in_code_is_found(source: str) -> None:
	assert list(python_strings.faults(source))


@pytest.mark.parametrize("source", FINE_IN_CODE.values(), ids=FINE_IN_CODE)
def test_code_that_says_it_rightly_is_left_alone(source: str) -> None:
	assert not list(python_strings.faults(source))


IN_TEMPLATES = {
	"a paragraph": "<p>{{ a }}</p>\n<p>Please read ahead.</p>",
	"a word after a value": "{{ name }}\n overdue",
	"a tooltip": '\n<td title="Days late">{{ days }}</td>',
	"what stands for nothing": '\n{{ reason | default("Not stated") }}',
	"one of two texts": '\n{{ _("Open") if plan else "No plan" }}',
	"a text joined before it is translated": '\n{{ _("Plans of " ~ name) }}',
	"a text filled before it is translated": '\n{{ _("{0} plans".format(count)) }}',
	"a text chosen while it is translated": '\n{{ _(state or "Not yet") }}',
}

FINE_IN_TEMPLATES = {
	"translated texts": '<th title="{{ _("Days") }}">{{ _("{0} plans").format(count) | e }}</th>',
	"style": "<style>\n.plan { color: red }\n</style>",
	"a tag around a value": '<td class="late {{ kind }}" style="border: 0">{{ day }}</td>',
	"signs": "&nbsp;– {{ a }} · {{ b }}: ",
	"a value of a record": '{% if state == "Not yet categorised" %}{{ _(state) }}{% endif %}',
}


@pytest.mark.parametrize("source", IN_TEMPLATES.values(), ids=IN_TEMPLATES)
def test_a_planted_text_in_a_template_is_found_on_its_line(source: str) -> None:
	assert [fault.line for fault in template_strings.faults(source)] == [2]


@pytest.mark.parametrize("source", FINE_IN_TEMPLATES.values(), ids=FINE_IN_TEMPLATES)
def test_a_template_that_says_it_rightly_is_left_alone(source: str) -> None:
	assert not list(template_strings.faults(source))


def test_nothing_that_users_see_goes_past_translation() -> None:
	assert not list(translations.problems())


def test_every_file_that_is_let_off_is_there() -> None:
	missing = [place for place in translations.NOT_FOR_USERS if not (translations.ROOT / place).exists()]
	assert not missing


def test_a_line_is_let_off_by_its_reason(tmp_path) -> None:
	(tmp_path / "ppoc").mkdir()
	module = tmp_path / "ppoc" / "plan.py"
	module.write_text('NONE = "No rationale was given there."\n')
	assert [problem.split(": ")[0] for problem in translations.problems(tmp_path)] == ["ppoc/plan.py:1"]
	module.write_text('NONE = "No rationale was given there."  # untranslated: kept in the record\n')
	assert not list(translations.problems(tmp_path))
