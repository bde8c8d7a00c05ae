// The foot: who else is here, what is saved and when, the connection, the time left for the item.
import { element, fill } from "./dom";
import { clock } from "./dates";
import { initials } from "./agenda_list";

export class Foot {
	constructor(screen) {
		this.screen = screen;
		this.people = element("div", { class: "ms-people", role: "group", "aria-label": __("Who else is here") });
		this.saved = element("div", { class: "ms-saved", role: "status" });
		this.connection = element("div", { class: "ms-connection" });
		this.time = element("div", { class: "ms-time" });
		this.node = element("footer", { class: "ms-foot" }, this.people, screen.undo.node, this.saved, this.connection, this.time);
		screen.store.on("draft", () => this.show_saved());
		screen.store.on("presence", (present) => this.show_people(present));
		screen.store.on("connection", (how) => this.show_connection(how));
		this.show_saved();
		this.show_people([]);
		this.show_connection("starting");
	}

	show_people(present) {
		const others = present.filter((one) => !one.me);
		const words = others.map((one) => one.full_name).join(", ");
		if (words === this.shown_people) return;
		this.shown_people = words;
		const chips = others.slice(0, 5).map((one) => element("span", { class: "ms-person", title: one.full_name, "aria-hidden": "true" }, initials(one.full_name)));
		fill(this.people, chips, element("span", { class: "ms-people-names" }, others.length ? __("Also here: {0}", [words]) : __("Nobody else is here")));
	}

	show_saved() {
		const { saving } = this.screen;
		const drafts = saving.unsaved;
		const failed = drafts.filter((draft) => ["failed", "unreadable", "asked"].includes(draft.state)).length;
		const clashes = drafts.filter((draft) => draft.state === "clash").length;
		const words = said_of(drafts.length, failed, clashes, saving.saved_at);
		this.saved.dataset.state = failed ? "failed" : clashes ? "clash" : drafts.length ? "busy" : "saved";
		if (this.saved.textContent !== words) this.saved.textContent = words;
	}

	show_connection(how) {
		const words = {
			starting: __("Connecting…"),
			live: __("Live"),
			asking: __("Live, updated every few seconds"),
			lost: __("No connection"),
		};
		this.connection.dataset.state = how;
		if (this.connection.textContent !== words[how]) this.connection.textContent = words[how];
	}

	show_time({ words, over }) {
		this.time.textContent = words;
		this.time.classList.toggle("ms-over", over);
	}
}

function said_of(drafts, failed, clashes, saved_at) {
	if (failed) return failed === 1 ? __("1 field is not saved") : __("{0} fields are not saved", [failed]);
	if (clashes) return clashes === 1 ? __("1 field was changed by two people") : __("{0} fields were changed by two people", [clashes]);
	if (drafts) return __("Saving…");
	return saved_at ? __("All saved, last at {0}", [clock(saved_at)]) : __("All saved");
}
