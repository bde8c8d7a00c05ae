"""Care Episode."""

from __future__ import annotations

from frappe.model.document import Document


class CareEpisode(Document):
	"""A spell under one legal status in one placement, as in the SSDA903 return."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		category_of_need: DF.Data | None
		child: DF.Link
		ended_on: DF.Date | None
		home_postcode: DF.Data | None
		import_run: DF.Link | None
		legal_status: DF.Data | None
		placement: DF.Data | None
		placement_postcode: DF.Data | None
		placement_provider: DF.Data | None
		reason_ended: DF.Data | None
		reason_new_episode: DF.Data | None
		reason_placement_change: DF.Data | None
		started_on: DF.Date
		urn: DF.Data | None
	# end: auto-generated types
