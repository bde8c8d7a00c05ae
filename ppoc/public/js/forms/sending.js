// Sending an email of a meeting: first who gets it and how it looks, then a receipt, and what to do next.

frappe.provide("ppoc.sending");

const API = "ppoc.meetings.emails.preview_api";
const LOOKS = 40;
const PAUSE = 1500;

const TITLES = {
	invitation: () => __("Invite people to this meeting"),
	cancellation: () => __("Tell people that the meeting is cancelled"),
	agenda: () => __("Circulate the agenda"),
	notes: () => __("Issue the notes"),
	targeted_work: () => __("Send the Targeted Work email"),
};

/** Asks before an email is sent. `send` does it; afterwards the receipt is shown, and then `done` is called.
 * If nobody would get it, `send` runs without a question. */
ppoc.sending.ask = async ({ meeting, kind, send, done = () => null, note = "" }) => {
	const plan = await preview(meeting, kind);
	if (!plan.letters.length && !plan.without_address.length && !plan.nothing_for.length) {
		await send();
		return done();
	}
	const dialog = new frappe.ui.Dialog({
		title: TITLES[kind](),
		size: "extra-large",
		fields: [{ fieldname: "words", fieldtype: "HTML" }],
		primary_action_label: label_of(plan),
		primary_action: async () => {
			dialog.hide();
			await send(); // what the server refuses, Frappe says; then there is no receipt
			done();
			if (!plan.muted && plan.letters.length) await ppoc.sending.receipt({ meeting, kind, since: plan.asked_on });
		},
		secondary_action_label: __("Not yet"),
		secondary_action: () => dialog.hide(),
	});
	draw(dialog, { meeting, kind, plan, note });
	dialog.show();
};

const preview = (meeting, kind, worker) => ppoc.ask(`${API}.preview_letters`, { meeting, kind, ...(worker && { worker }) });

function label_of({ letters, muted }) {
	if (muted) return __("Go on without emails");
	if (!letters.length) return __("Go on: nobody gets an email");
	return letters.length === 1 ? __("Send to 1 person") : __("Send to {0} people", [letters.length]);
}

function draw(dialog, state) {
	const { plan, note } = state;
	const $place = dialog.get_field("words").$wrapper;
	$place.html(`<div class="ppoc-sending">
		<div class="ppoc-sending-people">${note ? `<p>${ppoc.words.escape(note)}</p>` : ""}${people_html(plan)}</div>
		<div class="ppoc-sending-look">${look_html(plan)}</div>
	</div>`);
	$place.find("[data-worker]").on("change", async (event) => {
		state.plan = await preview(state.meeting, state.kind, event.target.value);
		$place.find(".ppoc-sending-look").html(look_html(state.plan));
		show_email($place, state.plan);
	});
	show_email($place, plan);
}

function people_html(plan) {
	const muted = plan.muted ? `<p class="ppoc-peach">${__("This site does not send emails at present.")}</p>` : "";
	const rows = plan.letters.map((one) => person_html(one, plan.shown_for)).join("");
	const title = plan.letters.length === 1 ? __("1 person gets it") : __("{0} people get it", [plan.letters.length]);
	return `${muted}<h4>${title}</h4><ul class="ppoc-sending-list">${rows}</ul>${left_out_html(plan)}`;
}

function person_html({ worker, worker_name, email, attached }, shown_for) {
	const escape = ppoc.words.escape;
	const checked = worker === shown_for ? "checked" : "";
	return `<li><label><input type="radio" name="ppoc-sending-for" data-worker value="${escape(worker)}" ${checked}>
		<span>${escape(worker_name)} <small class="text-muted">${escape(email)}${attached ? `, ${escape(attached)}` : ""}</small></span></label></li>`;
}

function left_out_html({ without_address, nothing_for }) {
	const escape = ppoc.words.escape;
	const missing = without_address.map((one) => `<li><a href="${frappe.utils.get_form_link("Worker", one.worker)}" target="_blank" rel="noopener">${escape(one.worker_name)}</a> ${escape(one.why)}</li>`);
	const nothing = nothing_for.map((name) => `<li>${escape(name)}</li>`);
	return [
		missing.length ? `<h4>${__("Does not get it")}</h4><ul class="ppoc-sending-missing">${missing.join("")}</ul>` : "",
		nothing.length ? `<h4>${__("No email, because nothing in it is for them")}</h4><ul>${nothing.join("")}</ul>` : "",
	].join("");
}

function look_html({ letters, shown_for, subject }) {
	const shown = letters.find((one) => one.worker === shown_for);
	if (!shown) return "";
	const escape = ppoc.words.escape;
	return `<p class="text-muted">${__("As {0} gets it, without children whom you may not see", [escape(shown.worker_name)])}</p>
		<p><b>${escape(subject)}</b></p>
		<iframe class="ppoc-sending-email" sandbox="" title="${__("The email")}"></iframe>`;
}

/** The email's own markup stays in a frame that can run nothing. */
function show_email($place, { html }) {
	$place.find("iframe").attr("srcdoc", `<meta charset="utf-8"><body style="font: 14px sans-serif; margin: 12px; color: #1f272e; background: #fff">${html}`);
}

/** Shows who has got an email since a time, until everybody has it or a while has passed. */
ppoc.sending.receipt = async ({ meeting, kind, since }) => {
	const dialog = new frappe.ui.Dialog({ title: __("Being sent…"), fields: [{ fieldname: "words", fieldtype: "HTML" }], primary_action_label: __("Close"), primary_action: () => dialog.hide() });
	let closed = false;
	dialog.onhide = () => (closed = true); // dialog.display is not set before the window has opened
	dialog.show();
	for (let look = 0; look < LOOKS; look++) {
		const receipt = await ppoc.ask(`${API}.receipt`, { meeting, kind, since });
		draw_receipt(dialog, meeting, kind, receipt);
		if (!receipt.waiting.length || closed) return;
		await new Promise((resolve) => setTimeout(resolve, PAUSE));
	}
};

function draw_receipt(dialog, meeting, kind, receipt) {
	const escape = ppoc.words.escape;
	const { sent, waiting } = receipt;
	const title = sent.length === 1 ? __("Sent to 1 person") : __("Sent to {0} people", [sent.length]);
	dialog.set_title(sent.length ? title : __("Being sent…"));
	const rows = sent.map((one) => `<li>${escape(one.worker_name)} <small class="text-muted">${escape(one.email)}, ${moment(one.at).format("HH:mm")}</small></li>`);
	const later = waiting.map((one) => `<li>${escape(one.worker_name)}</li>`);
	dialog.get_field("words").$wrapper.html(`<div role="status">
		<ul>${rows.join("")}</ul>
		${later.length ? `<h4>${__("On their way; the night sends what is left")}</h4><ul>${later.join("")}</ul>` : ""}
		${left_out_html(receipt)}
		<h4>${__("What to do next")}</h4><div class="ppoc-sending-next"></div></div>`);
	const $next = dialog.get_field("words").$wrapper.find(".ppoc-sending-next");
	for (const [label, run] of next_steps(meeting, kind, receipt)) {
		$(`<button type="button" class="btn btn-default btn-sm"></button>`).text(label).on("click", () => {
			dialog.hide();
			run();
		}).appendTo($next);
	}
}

function next_steps(meeting, kind, { without_address }) {
	const add = without_address.map((one) => [__("Give {0} an address", [one.worker_name]), () => frappe.set_route("Form", "Worker", one.worker)]);
	const screen = [__("Open the meeting screen"), () => frappe.set_route("meeting-screen", meeting)];
	const actions = [__("See the actions that were set"), () => frappe.set_route("List", "Action", { set_in: meeting })];
	const meetings = [__("Go to the next meetings"), () => frappe.set_route("List", "Meeting", { status: ["in", ["Proposed", "Planned"]] })];
	const own = { invitation: [screen], agenda: [screen], notes: [actions, meetings], targeted_work: [actions, meetings], cancellation: [meetings] };
	return [...add.slice(0, 3), ...own[kind]];
}
