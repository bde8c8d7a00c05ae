// The child on one page, over the screen: how the child came here, before this meeting.
import { button } from "./dom";
import { dialog } from "./dialog";

export class OnePage {
	constructor(screen) {
		this.screen = screen;
	}

	async open() {
		const { store, stop, root } = this.screen;
		const child = store.child_of(stop);
		if (!child || this.window?.open) return;
		const page = await ppoc.one_page.ask(child.name, store.meeting.name);
		if (this.screen.stop !== stop || this.window?.open) return;
		const close = button(__("Close"), () => this.window.close(), { autofocus: true });
		this.window = dialog({ title: store.label_of(stop), parent: root, body: ppoc.one_page.node(page, false), buttons: [close] });
	}
}
