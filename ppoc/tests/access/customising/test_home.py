"""The home of the administrator without code: each step and link is there for the role, and for nobody else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from frappe.desk.desktop import get_desktop_page

import ppoc
from ppoc.desk import landing

HOME = "PPOC Administration"
SHIPPED = Path(ppoc.__file__).parent / "ppoc/workspace/ppoc_administration/ppoc_administration.json"
pytestmark = pytest.mark.requirement("X5.1")


def test_the_administrator_sees_each_step_with_all_its_links(
	site: str, user_with: Callable[..., str], set_user: Callable[[str], None]
) -> None:
	set_user(user_with("PPOC Administrator"))
	assert landing.own_workspace() == HOME
	cards = get_desktop_page(json.dumps({"name": HOME, "title": HOME, "public": 1}))["cards"]["items"]
	assert [card["label"][0] for card in cards] == list("123456789")
	shown = {link["link_to"] for card in cards for link in card["links"]}
	shipped = {
		row["link_to"]
		for row in json.loads(SHIPPED.read_text(encoding="utf-8"))["links"]
		if row.get("link_to")
	}
	assert shown == shipped


@pytest.mark.parametrize("role", ["Team Manager", "PPOC Auditor", "Social Worker"])
def test_nobody_else_has_it(
	site: str, user_with: Callable[..., str], set_user: Callable[[str], None], role: str
) -> None:
	set_user(user_with(role))
	pages = landing.get_workspace_sidebar_items()["pages"]
	assert HOME not in {page["name"] for page in pages}
