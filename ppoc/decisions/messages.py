"""Describes a route in sentences for the user who makes the request."""

from __future__ import annotations

from collections.abc import Iterable

from frappe import _
from frappe.utils import escape_html, fmt_money

from ppoc.decisions.routing import COST, OVER, POLICY, DelegationRule, Route, RoutingState


def who_decides(found: Route) -> str:
	"""Returns who decides, or why that is not known yet."""
	if found.refused:
		return _("This is not decided here: the right route is {0}.").format(found.decider)
	if found.state is RoutingState.CONFLICT:
		return _(
			"The delegation list contradicts itself here. The PPOC Administrator decides which row applies."
		)
	if found.state is RoutingState.TO_BE_STATED:
		return _("Who decides depends on {0}.").format(_and(_FACTS[fact]() for fact in found.to_state))
	if found.state is RoutingState.NO_RULE:
		return _("No row of the delegation list says who decides this. Take it to a meeting.")
	if found.forum:
		decider = found.decider
		said = (
			_("{0} decides, in a meeting.").format(decider)
			if decider == found.forum
			else _("{0} decides, in a meeting ({1}).").format(decider, found.forum)
		)
		return (
			said
			if not found.retrospective
			else _("Decided outside a meeting; it goes to the next meeting of {0} afterwards.").format(
				found.forum
			)
		)
	if found.decider == found.role:
		return _("{0} decides, on the record.").format(found.role)
	return _("{0} decides, on the record (role {1}).").format(found.decider, found.role)


def missing(found: Route) -> str:
	"""Returns which documents are missing, "" for none."""
	return _("Still missing: {0}.").format(_and(found.missing)) if found.missing else ""


def contradiction(found: Route) -> list[str]:
	"""Returns the rules that disagree, each with its place in the source."""
	return [in_a_line(rule) for rule in found.conflict]


def in_a_line(rule: DelegationRule) -> str:
	"""Returns a rule with its decider and its place in the source."""
	return f"{rule.decider}: {rule.name}{_condition(rule)} ({rule.source})"


def with_it(found: Route) -> str:
	"""Returns what may be agreed in the same sitting, "" for nothing."""
	return (
		_("Can be agreed at the same time: {0}.").format(_and(found.agrees_also)) if found.agrees_also else ""
	)


def html(found: Route) -> str:
	"""Returns the whole route as HTML for a form."""
	head = f"<p><strong>{escape_html(who_decides(found))}</strong></p>"
	settled = _("Two rows disagree; the first sentence says which one applies here.") if found.rule else ""
	rows = [*([settled] if found.conflict and settled else []), *contradiction(found)]
	lines = [line for line in (missing(found), with_it(found)) if line]
	items = "".join(f"<li>{escape_html(row)}</li>" for row in (*rows, *lines))
	return head + (f"<ul>{items}</ul>" if items else "")


def gaps_html(gaps: list[str]) -> str:
	"""Returns the readiness gaps as HTML for a form."""
	if not gaps:
		return f"<p>{escape_html(_('Ready: every check is answered.'))}</p>"
	head = escape_html(_("Not ready yet. The panel sees this too."))
	return (
		f"<p><strong>{head}</strong></p><ul>" + "".join(f"<li>{escape_html(g)}</li>" for g in gaps) + "</ul>"
	)


_FACTS = {
	COST: lambda: _("the cost"),
	POLICY: lambda: _("whether it is within the policy"),
}


def _condition(rule: DelegationRule) -> str:
	if not rule.cost_condition:
		return ""
	limit = fmt_money(rule.cost_limit)
	return ", " + (_("over {0}") if rule.cost_condition == OVER else _("up to {0}")).format(limit)


def _and(words: Iterable[str]) -> str:
	*most, last = words
	return _("{0} and {1}").format(", ".join(most), last) if most else last
