"""Letters to a child about a decision: drafted from what was typed, edited, given, and what the child said to it."""
