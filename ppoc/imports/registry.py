"""The kinds of import, and the interface that lets one page, one log and one job serve them all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module

from ppoc.imports.corrections import Correction
from ppoc.imports.findings import Finding
from ppoc.imports.uploads import Limits, UploadedFile, file_fault
from ppoc.messages import Message

Progress = Callable[[int, int], None]
"""Called with the number of records written and the total."""


@dataclass(frozen=True)
class Order:
	"""A user's order to load files.

	Attributes:
		kind: a key of `KINDS`.
		uploads: the files.
		user: who loads; nothing that this user may not see is changed.
		today: the day of the load.
		locality, team: where new children go.
		mapping: name of the saved column mapping, for kinds that use one.
		options: further settings of the kind.
		limits: the limits for the files.
		agreed: for each child in the files, the keys of the held records whose removal the user has agreed to.
		corrections: what the user has corrected in the files' cells.
	"""

	kind: str
	uploads: Sequence[UploadedFile]
	user: str
	today: date
	locality: str = ""
	team: str = ""
	mapping: str = ""
	options: Mapping[str, str] = field(default_factory=dict)
	limits: Limits = field(default_factory=Limits)
	agreed: Mapping[str, Collection[str]] = field(default_factory=dict)
	corrections: Sequence[Correction] = ()


@dataclass(frozen=True)
class ChildRemoval:
	"""What the files no longer have of one child, in sentences by key. It stays unless the user agrees."""

	child_id: str
	sentences: Mapping[str, str]


@dataclass(frozen=True)
class ChildChange:
	"""What would change for one child, in sentences."""

	child_id: str
	sentences: tuple[str, ...]
	is_new: bool = False


@dataclass
class Prepared:
	"""An order that has been read and compared with the site.

	Attributes:
		findings: all findings.
		clean, warned, refused: numbers of children in the files, by their worst finding.
		hidden: number of children on the site to whom the user has no access; they are left as they are.
		new, changed, unchanged: numbers of children, by what loading would do.
		records: number of episodes, events and other records that would be added, changed or removed.
		changes: what would change, child by child.
		removals: what would be removed if the user agrees, child by child.
		write: loads the order in the open transaction; takes the name of the Import Run and a progress callback.
		summary: further facts for the log, by name.
		left_out: after writing, a finding for each record that the site's own rules refused.
	"""

	findings: list[Finding]
	write: Callable[[str, Progress], None]
	clean: int = 0
	warned: int = 0
	refused: int = 0
	hidden: int = 0
	new: int = 0
	changed: int = 0
	unchanged: int = 0
	records: int = 0
	changes: list[ChildChange] = field(default_factory=list)
	removals: list[ChildRemoval] = field(default_factory=list)
	summary: dict[str, str | int] = field(default_factory=dict)
	left_out: list[Finding] = field(default_factory=list)

	@property
	def loadable(self) -> int:
		"""Returns how many children would be loaded: those without findings and those with warnings."""
		return self.clean + self.warned


@dataclass(frozen=True)
class ImportKind:
	"""A kind of import.

	Attributes:
		prepare: dotted path of the function that reads an order; imported when it is needed.
		endings: file name endings that it accepts, in lower case.
		asks_place: whether new children need a locality.
		needs_mapping: whether it uses a saved column mapping.
		one_file: whether it takes exactly one file.
		says: a description for the page, in one sentence.
		corrects: whether cells can be corrected on the page.
	"""

	prepare: str
	endings: tuple[str, ...]
	asks_place: bool
	needs_mapping: bool
	one_file: bool
	says: str
	corrects: bool = False

	def prepare_order(self, order: Order) -> Prepared:
		"""Reads an order of this kind.

		Args:
			order: the order.

		Returns:
			The order, compared with the site.

		Raises:
			ImportRefused: the files are faulty.
		"""
		if self.one_file and len(order.uploads) != 1:
			names = ", ".join(upload.name for upload in order.uploads) or "(none)"
			raise file_fault(
				names, Message("This kind of import takes one file."), Message("Choose one file at a time.")
			)
		module, name = self.prepare.rsplit(".", 1)
		return getattr(import_module(module), name)(order)


KINDS: dict[str, ImportKind] = {
	"SSDA903 return": ImportKind(
		"ppoc.imports.ssda903.database.prepare",
		(".csv", ".zip"),
		asks_place=True,
		needs_mapping=False,
		one_file=False,
		says=Message("The CSV files of a statutory return, together or as one zip archive."),
	),
	"Names": ImportKind(
		"ppoc.imports.names_database.prepare",
		(".csv",),
		asks_place=False,
		needs_mapping=False,
		one_file=True,
		says=Message(
			"A CSV file with the columns CHILD, FORENAME and SURNAME, for children who are here already."
		),
	),
	"Tracker workbook": ImportKind(
		"ppoc.imports.tracker.database.prepare",
		(".xlsx",),
		asks_place=True,
		needs_mapping=True,
		one_file=True,
		says=Message("The existing tracker, an Excel workbook with the tabs All Data, SGO and RU."),
		corrects=True,
	),
	"Extract": ImportKind(
		"ppoc.imports.extract_database.prepare",
		(".csv", ".xlsx"),
		asks_place=True,
		needs_mapping=True,
		one_file=True,
		says=Message("Any table from the case system, read with a saved column mapping."),
		corrects=True,
	),
}
