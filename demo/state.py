"""What a site knows about its demo: the seed and day it is made from, whether it is finished, and the passwords."""

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
class DemoState:
	"""The demo of a site. `today` is the day on which it was begun, so that a later call continues the same history."""

	seed: int
	children: int
	weeks: int
	today: date
	done: bool = False


def read_state() -> DemoState | None:
	"""The demo of this site; None if there is none."""
	stored = frappe.db.get_global(KEY)
	if not stored:
		return None
	values = json.loads(stored)
	return DemoState(**{**values, "today": date.fromisoformat(values["today"])})


def write_state(state: DemoState) -> None:
	frappe.db.set_global(KEY, json.dumps({**asdict(state), "today": state.today.isoformat()}))
	frappe.db.commit()


def password_of(user: str, role: str) -> str:
	"""The password of a demo user: made once for each site, and kept encrypted as Frappe keeps its secrets."""
	known = get_decrypted_password("User", user, PASSWORD_FIELD, raise_exception=False)
	if known:
		return str(known)
	initials = "".join(word[0] for word in role.split())
	made = f"Demo-{initials}-{secrets.token_hex(4)}"
	set_encrypted_password("User", user, made, PASSWORD_FIELD)
	return made
