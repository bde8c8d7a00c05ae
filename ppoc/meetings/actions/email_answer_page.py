"""The address /action-answer, to which the links of an email lead. It needs no login and changes nothing until somebody
presses the button: programs that look at links in mailboxes only open it."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.website.page_renderers.base_renderer import BaseRenderer
from werkzeug.wrappers import Response

from ppoc.meetings.actions.email_answers import LABELS, EmailAnswer
from ppoc.meetings.actions.email_answers_database import ADDRESS, Asked, answer, look, shown
from ppoc.translating import translated

TEMPLATE = "ppoc/templates/pages/action_answer.html"
HEADERS = {"Cache-Control": "no-store, private", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
GONE = 410


class EmailAnswerPage(BaseRenderer):
	"""Shows the action that a link is about, and takes the answer."""

	def can_render(self) -> bool:
		"""Returns whether the address is this one."""
		return str(self.path).strip("/") == ADDRESS

	def render(self) -> Response:
		"""Returns the page."""
		form = frappe.local.form_dict
		key, said = str(form.get("key") or ""), _answer_named(str(form.get("say") or ""))
		if frappe.request.method != "POST" or not said:
			return self._page(look(key), key, said)
		return self._page(answer(key, said), key, said, taken=True)

	def _page(self, asked: Asked, key: str, said: EmailAnswer | None, taken: bool = False) -> Response:
		context: dict[str, Any] = {
			**shown(asked),
			"cannot": translated(asked.cannot),
			"key": key,
			"said": translated(LABELS[said]) if said else "",
			"taken": taken and not asked.cannot,
			"choices": [
				{
					"value": one.name.lower(),
					"label": translated(label),
					"first": one is (said or EmailAnswer.DONE),
				}
				for one, label in LABELS.items()
			],
			"csrf_token": frappe.session.data.get("csrf_token") or "",
		}
		# the template is the app's own file
		html = frappe.render_template(TEMPLATE, context)
		return self.build_response(html, GONE if asked.cannot else 200, HEADERS)


def _answer_named(name: str) -> EmailAnswer | None:
	return next((one for one in EmailAnswer if one.name.lower() == name), None)
