// Requests: shows in words what is missing, what was decided beforehand and what waits for the chair.

frappe.listview_settings["Panel Decision"] = {
	add_fields: ["status", "retrospective", "missing_documents", "authorise_by", "decision", "route_state", "gaps"],
	hide_name_column: true,

	get_indicator(request) {
		const now = frappe.datetime.now_datetime();
		if (request.status === "Decided" && request.authorise_by && request.authorise_by < now) {
			return [__("Authorisation overdue"), "red", `status,=,Decided|authorise_by,<,${now}`];
		}
		if (request.status === "Listed" && request.retrospective) {
			return [__("Listed, decided outside"), "orange", "status,=,Listed|retrospective,=,1"];
		}
		if (request.status === "Requested" && request.route_state === "Conflict") {
			return [__("The list contradicts itself"), "red", "status,=,Requested|route_state,=,Conflict"];
		}
		if (request.status === "Requested" && request.missing_documents) {
			return [__("Documents missing"), "orange", "status,=,Requested|missing_documents,>,0"];
		}
		if (request.status === "Requested" && request.gaps) {
			return [__("Gaps in readiness"), "yellow", "status,=,Requested|gaps,>,0"];
		}
		const colour = { Requested: "gray", Listed: "blue", Decided: "orange", Authorised: "green", Refused: "red" };
		return [__(request.status), colour[request.status] || "gray", `status,=,${request.status}`];
	},
};
