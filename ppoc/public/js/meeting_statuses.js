// What the statuses of a meeting have in common; the same as in ppoc/meeting_statuses.py.
export const HELD = ["Held", "Notes issued"];
export const ENDED = [...HELD, "Cancelled"];
