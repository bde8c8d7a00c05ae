// A predicted date that has come true: what is asked before another one is taken in its place.

const HAPPENED = { predicted_start: "actual_start", predicted_finish: "actual_finish" };
const STARTED = ["Assessment started", "Assessment finished", "Permanence achieved"];
const SAID = { predicted_start: STARTED, predicted_finish: STARTED.slice(1) };

/** Returns the date on which it came true, as the plan says or as this meeting has just decided; "" if it has not. */
export function came_true(fieldname, plan, talk = {}) {
	const decided = SAID[fieldname]?.includes(talk.plan_decision) && talk.decision_date;
	return plan?.[HAPPENED[fieldname]] || decided || "";
}

/** Asks in words; `when` says a date as the reader writes it. */
export function question_on(fieldname, happened, when) {
	if (fieldname === "predicted_start") return __("The assessment started on {0}. Did you mean the finish?", [when(happened)]);
	return __("The assessment finished on {0}, so nothing is predicted any more. Change it all the same?", [when(happened)]);
}
