"""What a site knows about its demo: from which seed and day it was made, how far, and the passwords."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import date

import frappe
from frappe.utils.password import get_decrypted_password, set_encrypted_password

KEY = "ppoc_demo"
PASSWORD_FIELD = "demo_password"


@dataclass
class State:
	"""The demo of a site. `today` is the day on which it was begun: a later call goes on from the same plan."""

	seed: int
	children: int
	weeks: int
	today: date
	done: bool = False


def read_state() -> State | None:
	"""The demo of this site, None if there is none."""
	stored = frappe.db.get_global(KEY)
	if not stored:
		return None
	values = json.loads(stored)
	return State(**{**values, "today": date.fromisoformat(values["today"])})


def write_state(state: State) -> None:
	frappe.db.set_global(KEY, json.dumps({**asdict(state), "today": state.today.isoformat()}))
	frappe.db.commit()


def password_of(user: str, role: str) -> str:
	"""The password of a demo user, made once for each site and kept encrypted as Frappe keeps secrets."""
	known = get_decrypted_password("User", user, PASSWORD_FIELD, raise_exception=False)
	if known:
		return str(known)
	initials = "".join(word[0] for word in role.split())
	made = f"Demo-{initials}-{secrets.token_hex(4)}"
	set_encrypted_password("User", user, made, PASSWORD_FIELD)
	return made
