// A mark for each state of a due date: distinguished by shape, colour and words.

frappe.provide("ppoc.timescales");

const SHAPES = {
	"Not due": '<circle cx="9" cy="9" r="6.5" fill="var(--bg-color, #fff)" stroke="currentColor" stroke-width="2"/>',
	"Due soon":
		'<path d="M9 1.5 16.5 9 9 16.5 1.5 9Z" fill="var(--bg-color, #fff)" stroke="currentColor" stroke-width="2"/>' +
		'<circle cx="9" cy="9" r="2.2" fill="currentColor"/>',
	Overdue:
		'<path d="M9 1 17.5 16.5H.5Z" fill="currentColor"/>' +
		'<path d="M9 6.2v5M9 13v1.6" stroke="var(--bg-color, #fff)" stroke-width="2"/>',
	Met:
		'<circle cx="9" cy="9" r="7.5" fill="currentColor"/>' +
		'<path d="m5.3 9.3 2.6 2.6 4.8-5.2" fill="none" stroke="var(--bg-color, #fff)" stroke-width="2"/>',
	"Met late":
		'<rect x="1.5" y="1.5" width="15" height="15" rx="2" fill="currentColor"/>' +
		'<path d="m5.3 9.3 2.6 2.6 4.8-5.2" fill="none" stroke="var(--bg-color, #fff)" stroke-width="2"/>',
	Missed:
		'<rect x="1.5" y="1.5" width="15" height="15" rx="2" fill="currentColor"/>' +
		'<path d="m5.4 5.4 7.2 7.2m0-7.2-7.2 7.2" stroke="var(--bg-color, #fff)" stroke-width="2"/>',
	Stopped: '<path d="m3.5 3.5 11 11m0-11-11 11" stroke="currentColor" stroke-width="2.4"/>',
	event: '<path d="M9 17.5 3.9 9.5h10.2Z" fill="currentColor"/><circle cx="9" cy="7" r="6" fill="currentColor"/>',
};

/** Returns the mark of a state, for sighted users only: the words next to it say the same. */
ppoc.timescales.mark = (state) =>
	`<svg class="ptl-mark" data-state="${state}" viewBox="0 0 18 18" width="18" height="18"
		aria-hidden="true" focusable="false">${SHAPES[state] || SHAPES["Not due"]}</svg>`;

ppoc.timescales.STATES = ["Overdue", "Due soon", "Not due", "Missed", "Met late", "Met", "Stopped"];

ppoc.timescales.COLOURS = {
	"Not due": "blue",
	"Due soon": "orange",
	Overdue: "red",
	Met: "green",
	"Met late": "yellow",
	Missed: "red",
	Stopped: "gray",
};
