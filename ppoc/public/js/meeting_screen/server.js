// Every request to the server, in one place. Plain fetch, because frappe.call answers an error with a window
// that takes the focus from whoever is typing.

const MEETINGS = "ppoc.meetings.api";
const SCREEN = "ppoc.meetings.screen_api";
const ACTIONS = "ppoc.meetings.actions.api";

export class CallFailed extends Error {
	/** kind: "unreachable" (no answer, or a server error: try again), "signed_out", "refused" (the server
	 * says no, with its reason). */
	constructor(kind, message) {
		super(message);
		this.kind = kind;
	}
}

/** Distinguishes this window from other windows of the same user. */
export const client_id = frappe.utils.get_random(10);

export async function call(method, args, { post = false, keepalive = false } = {}) {
	const answer = await reach(method, args, { post, keepalive });
	const body = await answer.json().catch(() => ({}));
	if (answer.ok) return body.message ?? body.results; // search in older versions answers in `results`
	if (answer.status >= 500) throw new CallFailed("unreachable", fault_of(answer.status));
	if (body.session_expired || answer.status === 401 || is_guest(body)) {
		throw new CallFailed("signed_out", __("You are signed out. Sign in again in another tab; this tab keeps your text"));
	}
	throw new CallFailed("refused", reason_in(body) || usual_reason(answer.status));
}

/** keepalive lets the last request out although the page is being left. */
async function reach(method, args, { post, keepalive }) {
	const url = `/api/method/${method}`;
	const headers = { Accept: "application/json", "X-Frappe-CSRF-Token": frappe.csrf_token };
	try {
		if (!post) return await fetch(`${url}?${new URLSearchParams(given(args))}`, { headers });
		headers["Content-Type"] = "application/json";
		return await fetch(url, { method: "POST", headers, body: JSON.stringify(args), keepalive });
	} catch {
		throw new CallFailed("unreachable", __("No connection"));
	}
}

function fault_of(status) {
	return status >= 502 ? __("The server cannot be reached") : __("The server answered with error {0}", [status]);
}

function usual_reason(status) {
	if (status === 403) return __("You may not see or change this");
	if (status === 404) return __("It is no longer there");
	return fault_of(status);
}

function given(args) {
	return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null && value !== undefined));
}

function is_guest(body) {
	return frappe.session.user !== "Guest" && /\bGuest\b/.test(body.exception || "");
}

function reason_in(body) {
	try {
		const messages = JSON.parse(body._server_messages || "[]").map((message) => JSON.parse(message).message);
		return messages.map((message) => strip_html(message)).join(" ");
	} catch {
		return "";
	}
}

export const open_meeting = (meeting) => call(`${MEETINGS}.meeting_screen_data`, { meeting });

export const save_field = (args) => call(`${MEETINGS}.save_field`, { ...args, client: client_id }, { post: true });

export const save_fields = (args) => call(`${MEETINGS}.save_fields`, { ...args, client: client_id }, { post: true });

/** Sends where this window is; receives who else is here and what has changed since. */
export const news = (meeting, since, where) =>
	call(`${SCREEN}.meeting_news`, { meeting, since, where, client: client_id }, { post: true });

export const leave = (meeting) => call(`${SCREEN}.leave_meeting`, { meeting, client: client_id }, { post: true, keepalive: true });

export const add_action = (args) => call(`${ACTIONS}.add_action`, { ...args, client: client_id }, { post: true });

export const review_action = (args) => call(`${ACTIONS}.review_action`, { ...args, client: client_id }, { post: true });

export const take_back_review = (args) => call(`${ACTIONS}.take_back_review`, { ...args, client: client_id }, { post: true });

export const change_action = (args) => call(`${ACTIONS}.change_action`, { ...args, client: client_id }, { post: true });

export const questions_on = (what, action_owner, due_on) =>
	call(`${ACTIONS}.questions_on`, { what, action_owner, due_on });

export const capacity_note = (plan, predicted_start) => call(`${ACTIONS}.capacity_note`, { plan, predicted_start });

export const record_attendance = (args) =>
	call("ppoc.meetings.attendance_api.record_attendance", { ...args, client: client_id }, { post: true });

export const preview_closing = (meeting) => call(`${MEETINGS}.preview_closing`, { meeting });

export const close_meeting = (args) => call(`${MEETINGS}.close_meeting`, args, { post: true });
