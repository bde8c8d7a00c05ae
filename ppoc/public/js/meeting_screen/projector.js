// Full screen with large type, for a projector. The whole page goes full screen, so that calendars and lists
// of names show too.

export class Projector {
	constructor(screen) {
		this.screen = screen;
		this.changed = () => this.follow();
		document.addEventListener("fullscreenchange", this.changed);
	}

	async toggle() {
		if (document.fullscreenElement) return document.exitFullscreen();
		if (this.on) return this.show(false);
		this.show(true);
		await document.documentElement.requestFullscreen?.().catch(() => null);
	}

	follow() {
		if (!document.fullscreenElement) this.show(false);
	}

	show(on) {
		this.on = on;
		document.body.classList.toggle("ms-projector", on);
		this.hide_sidebar(on);
		this.screen.head.show_projector(on);
		this.screen.announce(on ? __("Full screen") : __("Full screen is off"));
	}

	/** Version 16 has a sidebar next to every page, and an option of the page to hide it. */
	hide_sidebar(on) {
		frappe.pages["meeting-screen"].page.hide_sidebar = on;
		frappe.app.sidebar?.toggle?.();
	}

	stop() {
		document.removeEventListener("fullscreenchange", this.changed);
		if (this.on && document.fullscreenElement) document.exitFullscreen();
		document.body.classList.remove("ms-projector");
		frappe.pages["meeting-screen"].page.hide_sidebar = false;
	}
}
