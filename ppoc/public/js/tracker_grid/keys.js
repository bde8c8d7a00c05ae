// The keys of a spreadsheet, as long as the focus is in the grid and nobody is typing in a cell.
const MARKS = /^.$/u;

export class Keys {
	constructor(grid) {
		this.grid = grid;
		this.heard = {
			keydown: (event) => this.on_key(event),
			copy: (event) => this.on_copy(event),
			paste: (event) => this.on_paste(event),
		};
		for (const [event, does] of Object.entries(this.heard)) grid.holder.addEventListener(event, does, true);
	}

	stop() {
		for (const [event, does] of Object.entries(this.heard)) this.grid.holder.removeEventListener(event, does, true);
	}

	is_typing(event) {
		return event.target.matches?.("input, textarea, select");
	}

	on_key(event) {
		if (this.is_typing(event) || !this.grid.cell) return;
		const does = event.ctrlKey || event.metaKey ? this.with_control(event) : this.alone(event);
		if (!does) return;
		event.preventDefault();
		event.stopPropagation();
		does();
	}

	with_control({ key, shiftKey }) {
		const { grid } = this;
		const letter = key.toLowerCase();
		if (letter === "z") return () => (shiftKey ? grid.steps.redo() : grid.steps.undo());
		if (letter === "y") return () => grid.steps.redo();
		if (letter === "d") return () => grid.fill_down();
		if (key === "Enter") return () => grid.open_record();
		return null;
	}

	alone({ key, altKey }) {
		const { grid } = this;
		if (altKey) return key.toLowerCase() === "z" ? () => grid.steps.undo() : null;
		if (key === "Enter" || key === "F2") return () => grid.edit(grid.cell);
		if (key === "Delete" || key === "Backspace") return () => grid.clear();
		if (key === "Escape") return () => grid.toolbar.focus();
		if (key === "?") return () => grid.toolbar.help();
		return MARKS.test(key) && grid.may_type(grid.cell) ? () => grid.edit(grid.cell, key) : null;
	}

	on_copy(event) {
		if (this.is_typing(event) || !this.grid.cell) return;
		event.clipboardData.setData("text/plain", this.grid.copied());
		event.preventDefault();
		event.stopPropagation();
		this.grid.say(__("Copied."));
	}

	on_paste(event) {
		if (this.is_typing(event) || !this.grid.cell) return;
		event.preventDefault();
		event.stopPropagation();
		this.grid.paste(event.clipboardData.getData("text/plain"));
	}
}
