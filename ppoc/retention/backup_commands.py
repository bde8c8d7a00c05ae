"""Bench commands that make a backup with a seal, and check one before it is restored."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import frappe
from frappe.commands import get_site, pass_context

from ppoc.retention import backup_seals
from ppoc.retention.backup_seals import SealError, key_in

FILE = click.Path(path_type=Path, dir_okay=False)
THERE = click.Path(path_type=Path, exists=True, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("ppoc-seal-backup")
@click.argument("folder", type=FOLDER)
@click.option("--seal", "seal", type=FILE, required=True, help="The new file for the seal, kept elsewhere.")
@click.option(
	"--key", "key_file", type=THERE, help="A file with a secret of 32 characters or more, kept elsewhere."
)
@pass_context
def seal_backup(context: Any, folder: Path, seal: Path, key_file: Path | None) -> None:
	"""Back up the site with its files into FOLDER, which must be new or empty, and seal the backup.

	Exit status: 0 made and sealed; 2 wrong arguments.
	"""
	if seal.exists():
		raise click.UsageError(f"{seal} is there already. A seal is never written over: name a new file.")
	if folder.exists() and any(folder.iterdir()):
		raise click.UsageError(f"{folder} is not empty: a backup has a folder of its own.")
	key = _key(key_file)
	frappe.init(site=get_site(context))
	frappe.connect()
	try:
		text = _made(folder, key)
	finally:
		frappe.destroy()
	seal.write_text(text, encoding="utf-8")
	click.echo(
		f"The backup is in {folder}, its seal in {seal}. Keep the seal where this server cannot change it."
	)
	if not key:
		click.echo(f"Note its fingerprint elsewhere too: {backup_seals.fingerprint(text)}")


def _made(folder: Path, key: bytes | None) -> str:
	from frappe.utils.backups import new_backup

	from ppoc.access.audit import collecting, guarding, sealing_database

	guarding.guard()
	collecting.collect()
	sealing_database.seal_everything()
	head, begun = sealing_database.head(), datetime.now().astimezone().isoformat(timespec="seconds")
	folder.mkdir(parents=True, exist_ok=True)
	new_backup(ignore_files=False, backup_path=str(folder.resolve()), force=True)
	files = backup_seals.files_in(folder)
	return backup_seals.sealed(
		frappe.local.site, begun, files, (head.number, head.hash) if head else None, key
	)


@click.command("ppoc-check-backup")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--seal", "seal", type=THERE, required=True, help="The seal that was kept elsewhere.")
@click.option("--key", "key_file", type=THERE, help="The file with the secret that it was sealed with.")
@click.option(
	"--fingerprint", "noted", default="", help="The fingerprint that was noted, if there was no key."
)
@click.option("--made-after", type=click.DateTime(), help="Refuse a backup that is older than this.")
def check_backup(
	folder: Path, seal: Path, key_file: Path | None, noted: str, made_after: datetime | None
) -> None:
	"""Check the backup in FOLDER against its seal, before it is restored. Needs no site.

	Exit status: 0 it is what was sealed; 1 it is not, and each line says what; 2 wrong arguments.
	"""
	if not (key_file or noted):
		raise click.UsageError(
			"Name the key or the fingerprint: without either, the seal itself proves nothing."
		)
	text, key = seal.read_text(encoding="utf-8", errors="replace"), _key(key_file)
	after = made_after.astimezone() if made_after else None
	try:
		found = backup_seals.files_in(folder, [seal])
		wrong = list(backup_seals.faults(text, seal.name, found, key, noted, after))
	except SealError as error:
		raise click.UsageError(str(error)) from None
	for each in wrong:
		click.echo(each)
	click.echo(
		"The backup is NOT what was sealed. Do not restore it."
		if wrong
		else f"The backup is what was sealed: {len(found)} files. After restoring it, check that the audit trail leads"
		f" on from there: ppoc-check-audit-trail --anchor {seal}"
	)
	sys.exit(int(bool(wrong)))


def _key(file: Path | None) -> bytes | None:
	if not file:
		return None
	try:
		return key_in(file.read_bytes(), str(file))
	except SealError as error:
		raise click.UsageError(str(error)) from None


commands = [seal_backup, check_backup]
