"""Actions: checks on their wording, and their review from meeting to meeting."""
