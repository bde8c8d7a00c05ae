"""Actions: wording, and their review from meeting to meeting."""
