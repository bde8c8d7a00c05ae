// A conflict: two people wrote in the same field. Both texts are shown, and a person chooses one; until then
// neither is lost.
import { button, element, unique_id } from "./dom";
import { clock } from "./dates";
import { readable } from "./readable";

const TEXTS = ["Data", "Small Text", "Text", "Long Text"];

export function clash_panel(field) {
	const { draft, df } = field;
	const title = unique_id("clash");
	const decide = (value) => field.saving.decide(draft, value);
	return element(
		"div",
		{ class: "ms-clash", role: "group", "aria-labelledby": title },
		element("p", { id: title, class: "ms-clash-title" }, told(draft)),
		element("dl", { class: "ms-clash-texts" }, text(__("Theirs"), draft.theirs, df), text(__("Yours"), draft.value, df)),
		element(
			"div",
			{ class: "ms-clash-choices" },
			button(__("Keep mine"), () => decide(field.draft.value), { "data-choice": "mine" }),
			button(__("Take theirs"), () => decide(draft.theirs), { "data-choice": "theirs" }),
			TEXTS.includes(df.fieldtype) &&
				button(__("Keep both"), () => decide(both(draft)), { "data-choice": "both" })
		)
	);
}

function told(draft) {
	const who = draft.by || __("Somebody else");
	return draft.at
		? __("{0} saved this field at {1}, while you were writing. Your text is not saved yet.", [who, clock(draft.at)])
		: __("{0} saved this field while you were writing. Your text is not saved yet.", [who]);
}

function text(label, value, df) {
	return [element("dt", {}, label), element("dd", {}, readable(value, df) || __("(empty)"))];
}

function both({ theirs, value }) {
	return [theirs, value].filter(Boolean).join("\n");
}
