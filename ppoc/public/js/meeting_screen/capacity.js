// Warns next to the predicted start if the team has more starts in that month than it said it can manage.
import { element, fill } from "./dom";
import { capacity_note } from "./server";

export function warn_of_capacity(screen) {
	screen.store.on("record", async ({ doctype, name, fields }) => {
		if (doctype !== "Permanence Plan" || !fields.includes("predicted_start")) return;
		const typed = () => screen.store.record(doctype, name).predicted_start;
		const start = typed();
		const note = start ? await capacity_note(name, start).catch(() => "") : "";
		// while the server answered, another date may have been typed, or the fields drawn again
		const field = screen.fields.fields.find((one) => one.df.fieldname === "predicted_start" && one.name === name);
		if (!field || typed() !== start) return;
		const place = (field.capacity ||= field.box.appendChild(element("div", { class: "ms-capacity", role: "status" })));
		if (!place.isConnected) field.box.append(place);
		fill(place, note);
	});
}
