// Meetings in the calendar. They are moved in their form, which asks for a reason and updates the agenda.

frappe.views.calendar["Meeting"] = {
	field_map: {
		id: "name",
		start: "start",
		end: "end",
		allDay: "allDay",
		title: "title",
		status: "status",
		// A meeting at ten shows at ten in every time zone: rows have no such field, so nothing is converted.
		convertToUserTz: "convert",
	},
	style_map: { Proposed: "standard", Planned: "info", Circulated: "info", Held: "success", Cancelled: "danger" },
	options: { editable: false },
	filters: [
		{ fieldtype: "Link", fieldname: "locality", options: "Locality", label: __("Locality") },
		{ fieldtype: "Link", fieldname: "team", options: "Team", label: __("Team") },
	],
	get_events_method: "ppoc.meetings.calendar_api.get_meetings",
};
