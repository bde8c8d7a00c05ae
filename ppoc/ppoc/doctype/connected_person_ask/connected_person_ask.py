"""Connected Person Ask."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class ConnectedPersonAsk(CaseRow):
	"""One time that somebody asked a connected person."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		asked_by: DF.Link | None
		asked_on: DF.Date
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		said: DF.SmallText | None
	# end: auto-generated types
