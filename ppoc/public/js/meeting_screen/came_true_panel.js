// Below a predicted date that has come true: asks whether another date was meant. Until it is answered nothing is sent.
import { question_on } from "../came_true";
import { said } from "./dates";
import { button, element, unique_id } from "./dom";

export function came_true_panel(field) {
	const title = unique_id("came-true");
	const { df, draft } = field;
	return element(
		"div",
		{ class: "ms-clash", role: "group", "aria-labelledby": title },
		element("p", { id: title, class: "ms-clash-title" }, question_on(df.fieldname, field.came_true, said)),
		element(
			"div",
			{ class: "ms-clash-choices" },
			df.fieldname === "predicted_start" &&
				button(__("Finish on {0}", [said(draft.value)]), () => field.mean_the_finish(), { "data-choice": "finish" }),
			button(__("Leave it as it was"), () => field.leave_as_it_was(), { "data-choice": "leave" }),
			button(__("Change it all the same"), () => field.change_all_the_same(), { "data-choice": "change" })
		)
	);
}
