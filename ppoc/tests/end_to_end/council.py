"""A small council for end-to-end tests: two localities with a team each, and the people of the meetings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import frappe
from frappe.utils import getdate

from ppoc.imports import runs
from ppoc.imports.registry import Order
from ppoc.imports.ssda903.synthetic import make_return
from ppoc.imports.uploads import files_of_folder
from ppoc.tests.factories import grant, make_team, make_worker

NAMES = (
	"Tamsin Orrelby,Bryn Fennshaw,Corin Askerby,Della Wendoway,Edda Marrinford,Ferris Caldleth,Greta Dunninford,"
	"Hal Ellerby,Isolde Garvenshaw,Joss Haskowick,Kerra Lingleth,Lorin Mottinford,Merryn Nettamsby,Nolan Pellerdale"
)


@dataclass
class Place:
	"""A locality with its team. Values are names of records; users are logins."""

	locality: str
	team: str
	coordinator: str
	head: str
	manager_address: str
	head_address: str
	worker_address: str
	worker: str


def make_place(user_with: Callable[..., str], prefix: str) -> Place:
	"""Makes a locality, its team, and logins for its coordinator, manager and head of service."""
	locality = frappe.get_doc({"doctype": "Locality", "locality_name": prefix.title()}).insert().name
	domain = f"{prefix.replace(' ', '-')}.example.org"

	def person(role: str, name: str) -> tuple[str, str]:
		user = user_with(role, name=f"{role.lower().replace(' ', '.')}@{domain}")
		grant(user, locality)
		worker = make_worker(worker_name=name, job=role, locality=locality, email=user, user=user)
		return worker.name, user

	head, head_user = person("Head of Service", f"Hesper {prefix.title()}")
	manager, manager_user = person("Team Manager", f"Mabyn {prefix.title()}")
	coordinator, coordinator_user = person("Team Coordinator", f"Tegan {prefix.title()}")
	supervisor, _ = person("Practice Supervisor", f"Sorrel {prefix.title()}")
	frappe.db.set_value("Locality", locality, "head_of_service", head)
	people = {"team_manager": manager, "practice_supervisor": supervisor, "team_coordinator": coordinator}
	team = make_team(team_name=f"{prefix.title()} North", locality=locality, **people)
	address = f"social.worker@{domain}"
	worker = make_worker(worker_name=f"Willow {prefix.title()}", locality=locality, email=address)
	return Place(
		locality, team.name, coordinator_user, head_user, manager_user, head_user, address, worker.name
	)


def write_return(folder: Path, children: int, seed: int) -> Path:
	"""Writes an invented return of all children until today as files on disk."""
	folder.mkdir()
	today = getdate()
	year = today.year + (today.month > 3)
	for name, text in make_return(children, seed, year, until=today).items():
		# Every invented return numbers its children from one, so these get numbers of their own.
		numbered = re.sub(r"(?m)^0(\d{5}),", rf"{seed % 10}\1,", text).replace("820200", f"8202{seed:02d}")
		(folder / name).write_text(numbered, newline="")
	return folder


def load(kind: str, folder: Path, place: Place, user: str) -> None:
	"""Previews and loads the files in the folder as this user."""
	run = runs.preview(
		Order(kind, files_of_folder(folder, (".csv",)), user, getdate(), place.locality, place.team)
	)
	runs.start_here(run)
	assert frappe.db.get_value("Import Run", run, "status") == "Loaded"


def children_under_order(place: Place) -> list[frappe._dict]:
	"""Returns the children of the team on a full care order, in the order of their IDs."""
	filters = {"team": place.team, "on_full_care_order": 1}
	return frappe.get_all("Child", filters, ["name", "child_id", "full_name"], order_by="child_id asc")


def write_names(folder: Path, children: list[frappe._dict], surname: str = "") -> Path:
	"""Writes a names file for these children."""
	folder.mkdir()
	names = [name.split(" ") for name in NAMES.split(",")]
	rows = []
	for number, child in enumerate(children):
		first, last = names[number % len(names)]
		rows.append(f"{child.child_id},{first},{surname or last}{'' if number < len(names) else number}")
	(folder / "names.csv").write_text("\n".join(["CHILD,FORENAME,SURNAME", *rows]) + "\n")
	return folder
