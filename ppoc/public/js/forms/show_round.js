// "Show me round" in a form's menu: Frappe's tour of the form, in the reader's language, past what is not shown to them.

const FADES = 300; // the time that a tab takes to fade in

$(document).on("form-refresh", (event, frm) => {
	const tour = frappe.boot.ppoc_form_tours?.[frm.doctype];
	if (tour) frm.page.add_menu_item(__("Show me round"), () => show_round(frm, tour));
});

async function show_round(frm, tour_name) {
	const { tour: guide } = frm;
	await guide.init({ tour_name });
	const steps = guide.tour.steps.filter((step) => is_shown(frm, step)).map(in_words);
	if (!steps.length) return;
	guide.tour.steps = steps;
	guide.driver_steps = [];
	guide.build_steps();
	guide.driver_steps.forEach((one, at) => {
		one.onNext = () => open_tab_first(guide, steps[at + 1], "moveNext");
		one.onPrevious = () => open_tab_first(guide, steps[at - 1], "movePrevious");
	});
	Object.assign(guide.driver.options, {
		nextBtnText: __("Next"),
		prevBtnText: __("Previous"),
		doneBtnText: __("Done"),
		closeBtnText: __("Close"),
		allowClose: true,
		onHighlighted: () => setTimeout(focus_on_popover),
	});
	guide.update_driver_steps();
	const start = () => {
		bring_into_view(guide, steps[0]);
		guide.start();
	};
	if (open_tab(guide, steps[0])) setTimeout(start, FADES);
	else start();
}

function is_shown(frm, { fieldname }) {
	const field = frm.get_field(fieldname);
	return field && !field.df.hidden && !field.df.hidden_due_to_dependency && field.disp_status !== "None";
}

/** Frappe goes on by number, so a step that was left out must leave no gap. */
const in_words = (step, at) => ({ ...step, idx: at + 1, title: __(step.title), description: __(step.description) });

/** A step in another tab is shown once that has faded in: what is hidden has no place on the screen. */
function open_tab_first(guide, step, move) {
	if (!open_tab(guide, step)) return bring_into_view(guide, step);
	guide.driver.preventMove();
	setTimeout(() => {
		bring_into_view(guide, step);
		guide.driver[move]();
	}, FADES);
}

/** On version 16 the form scrolls within the page, which Frappe's player does not see. */
function bring_into_view(guide, step) {
	if (step) $(guide.frm.get_field(step.fieldname).wrapper)[0].scrollIntoView({ block: "center", behavior: "instant" });
}

/** Opens the tab of a step's field; returns whether it was another one. */
function open_tab(guide, step) {
	const tab = step && guide.frm.get_field(step.fieldname).tab;
	if (!tab || tab.is_active()) return false;
	tab.set_active();
	return true;
}

/** Frappe would go into the field, where the arrow keys that lead on would choose another value. */
function focus_on_popover() {
	const $popover = $("#driver-popover-item:visible").attr({ role: "dialog" });
	$popover.attr("aria-label", $popover.find(".driver-popover-title, .driver-popover-description").map((at, node) => node.textContent).get().join(": "));
	$popover.find(".driver-next-btn").trigger("focus");
}
