// The marks of a child in a meeting: symbol, words and colour. Never colour alone.

export const MARKS = ["To do", "Now", "Done", "Carried over"];

const SIGNS = { "To do": "○", Now: "▶", Done: "✓", "Carried over": "↷" };
const TONES = { "To do": "todo", Now: "now", Done: "done", "Carried over": "over" };

export const sign_of = (mark) => SIGNS[mark] || "○";
export const tone_of = (mark) => TONES[mark] || "todo";
export const words_of = (mark) => __(mark);
