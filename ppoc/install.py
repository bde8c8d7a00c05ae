"""What an install or a migration does, as a list of named steps."""

from __future__ import annotations

from ppoc.access import defaults
from ppoc.access.audit import changes, tables_database
from ppoc.access.customising import rights_database
from ppoc.desk import formats_database, logo_database, modules_database
from ppoc.our_words import words_database
from ppoc.site_check import terminal
from ppoc.timescales.packs import database as packs


def after_sync() -> None:
	"""Runs once, after the first install: DocTypes and print formats exist, so packs that name them can be applied."""
	tables_database.make()
	packs.apply_shipped()
	defaults.apply()
	rights_database.give()
	formats_database.make()
	modules_database.make_profile()
	logo_database.show()
	terminal.print_worst()


def after_migrate() -> None:
	"""Runs after each migration: adds what a newer version brings; everything already there stays as it is."""
	tables_database.make()
	packs.apply_shipped()
	defaults.apply_new()
	changes.migrated()
	words_database.write()
	terminal.print_worst()
