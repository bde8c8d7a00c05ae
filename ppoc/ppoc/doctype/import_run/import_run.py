"""Import Run."""

from __future__ import annotations

from frappe.model.document import Document


class ImportRun(Document):
	"""One import of files: its counts, its findings and who ran it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		children_changed: DF.Int
		children_clean: DF.Int
		children_hidden: DF.Int
		children_new: DF.Int
		children_refused: DF.Int
		children_unchanged: DF.Int
		children_warned: DF.Int
		files: DF.SmallText | None
		fingerprint: DF.Data | None
		finished_on: DF.Datetime | None
		job_id: DF.Data | None
		kind: DF.Literal["SSDA903 return", "Tracker workbook", "Extract", "Names"]
		locality: DF.Link | None
		mapping: DF.Link | None
		outcome: DF.SmallText | None
		records_changed: DF.Int
		run_by: DF.Link | None
		started_on: DF.Datetime | None
		status: DF.Literal["Previewed", "Loading", "Loaded", "Nothing loaded", "Refused", "Interrupted"]
		summary: DF.Code | None
		team: DF.Link | None
	# end: auto-generated types
