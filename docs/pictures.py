#!/usr/bin/env python3
"""Takes the README's pictures from a running demo and puts them into docs/pictures/.

	python docs/pictures.py [--address http://127.0.0.1:8000] < logins

`logins` is what `./dev status` prints. Needs Playwright, Debian's chromium and pdftoppm; the interpreter of the
trial host has the first one.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
	from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).resolve().parent / "pictures"
COORDINATOR = "Team Coordinator"
MOST_BYTES = 250_000
MOST_STEPS = 12
WINDOW = {"width": 1280, "height": 800}
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]


@dataclass(frozen=True)
class Login:
	user: str
	password: str


def main() -> int:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--address", default="http://127.0.0.1:8000")
	arguments = parser.parse_args()
	login = login_of(COORDINATOR, sys.stdin.read())
	FOLDER.mkdir(exist_ok=True)
	from playwright.sync_api import sync_playwright

	with sync_playwright() as playwright:
		browser = playwright.chromium.launch(
			executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS
		)
		take_all(browser, arguments.address, login)
		browser.close()
	for picture in sorted(FOLDER.glob("*.png")):
		print(f"{picture.name}: {picture.stat().st_size // 1024} kB")
	return 0


def login_of(role: str, status: str) -> Login:
	"""Returns the first login of a role in the output of `./dev status` or `./dev demo`."""
	found = re.search(rf"^\s*{role}(?::\s+|\s{{2,}})(\S+)(?:\s+/)?\s+(\S+)\s*$", status, re.MULTILINE)
	if not found:
		sys.exit(f"There is no login of the {role} in the input; give it what ./dev status prints.")
	return Login(*found.groups())


def take_all(browser: Browser, address: str, login: Login) -> None:
	context = browser.new_context(
		base_url=address, viewport=WINDOW, locale="en-GB", timezone_id="Europe/London"
	)
	page = context.new_page()
	answer = page.request.post("/api/method/login", form={"usr": login.user, "pwd": login.password})
	if not answer.ok:
		sys.exit(f"{login.user} could not log in: {answer.text()[:200]}")
	meeting = first_of(page, "Meeting", [["forum", "=", "Mobilisation Meeting"], ["status", "=", "Planned"]])
	child = first_of(
		page,
		"Child",
		[["current_plan", "is", "set"], ["next_due_on", "is", "set"], ["care_ended_on", "is", "not set"]],
	)
	panel = first_of(
		page, "Meeting", [["forum", "=", "Permanence Panel"], ["status", "=", "Notes issued"]], "desc"
	)
	open_page(page, f"/app/meeting-screen/{meeting}", ".ms-name")
	go_to_actions(page)
	keep(page, "meeting-screen.png")
	listed = quote(json.dumps(["in", ["Prioritised", "Assessment started", "Assessment finished"]]))
	open_page(page, f"/app/permanence-plan?status={listed}", ".list-row .level-left")
	keep(page, "tracker.png")
	open_page(page, f"/app/child/{child}", ".form-layout .frappe-control")
	keep(page, "child.png")
	page.get_by_role("tab", name="Timescales").click()
	page.wait_for_selector(".ptl-place svg")
	page.wait_for_timeout(1000)
	keep(page, "timescales.png")
	open_page(page, "/app/permanence-dashboard", ".pd-picture svg")
	keep(page, "dashboard.png")
	paper(page, panel)


def go_to_actions(page: Page) -> None:
	"""Goes to the first child with actions to review from last time, if there is one."""
	for _ in range(MOST_STEPS):
		if page.locator(".ms-review").count():
			break
		page.keyboard.press("n")
		page.wait_for_timeout(300)
	page.wait_for_timeout(1000)


def first_of(page: Page, doctype: str, filters: list[list[Any]], order: str = "asc") -> str:
	"""Returns the name of the first record of a DocType that the user sees."""
	key = "meeting_date" if doctype == "Meeting" else "name"
	query = {"filters": json.dumps(filters), "order_by": f"{key} {order}", "limit_page_length": "1"}
	rows = page.request.get(f"/api/resource/{doctype}", params=query).json()["data"]
	if not rows:
		sys.exit(f"The demo has no {doctype} for a picture: {filters}")
	return str(rows[0]["name"])


def open_page(page: Page, route: str, shown: str) -> None:
	page.goto(route)
	page.locator(shown).first.wait_for(timeout=90_000)
	page.wait_for_load_state("networkidle")
	page.wait_for_timeout(1000)


def keep(page: Page, name: str) -> None:
	page.screenshot(path=FOLDER / name)
	slim(FOLDER / name)


def paper(page: Page, meeting: str) -> None:
	"""Keeps the first page of the panel's notes as printed."""
	asked = {"doctype": "Meeting", "name": meeting, "format": "Permanence Panel Notes", "no_letterhead": "1"}
	answer = page.request.get(
		"/api/method/frappe.utils.print_format.download_pdf", params=asked, timeout=120_000
	)
	if not answer.ok:
		sys.exit(f"The notes of {meeting} could not be printed: {answer.text()[:200]}")
	with tempfile.TemporaryDirectory() as folder:
		pdf = Path(folder) / "notes.pdf"
		pdf.write_bytes(answer.body())
		made = FOLDER / "panel-notes"
		subprocess.run(
			["pdftoppm", "-png", "-r", "80", "-f", "1", "-l", "1", "-singlefile", pdf, made], check=True
		)
	slim(FOLDER / "panel-notes.png")


def slim(picture: Path) -> None:
	"""Reduces the number of colours, which a picture of a screen does not show."""
	from PIL import Image

	image = Image.open(picture).convert("RGB").quantize(256)
	image.save(picture, optimize=True)
	if picture.stat().st_size > MOST_BYTES:
		sys.exit(f"{picture.name} has {picture.stat().st_size} bytes; the limit is {MOST_BYTES}.")


if __name__ == "__main__":
	sys.exit(main())
