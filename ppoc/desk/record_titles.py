"""What people call the records that have a number or a code for a name.

A title that was stored would repeat the child's name and grow old when the name changes, so the desk puts it together
from the record's own fields: the heading of its form, and the first column of its list.
"""

from __future__ import annotations

TITLES: dict[str, tuple[str, ...]] = {
	"Booking": ("child", "forum"),
	"Care Episode": ("child", "started_on"),
	"Care Event": ("child", "event_type", "event_date"),
	"Data Complaint": ("child", "received_on"),
	"Delay Reason": ("child", "written_on"),
	"Disclosure Request": ("child", "received_on"),
	"Due Dates Digest": ("user", "creation"),
	"Effectiveness Review": ("locality", "review_date"),
	"Erasure": ("child_number", "status"),
	"Family Group Meeting": ("child", "offered_on", "not_offered_on"),
	"Forum Schedule": ("forum", "team", "locality"),
	"Import Finding": ("child_id", "message"),
	"Import Run": ("kind", "creation"),
	"Letter to Child": ("child", "given_on"),
	"Locality Access": ("user", "locality"),
	"Meeting Discussion": ("child", "meeting"),
	"Panel Decision": ("child", "request_type"),
	"Record Hold": ("child", "held_on"),
	"Return Line": ("child", "plan"),
	"Service Event": ("event_type", "event_date"),
	"Tracked Placement": ("child", "started_on"),
}
"""The fields of a title, in their order, by DocType. An empty one is left out."""
