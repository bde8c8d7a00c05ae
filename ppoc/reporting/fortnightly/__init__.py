"""A team's fortnightly form: filled in from the records, confirmed, and then recorded as an event of its schedule."""
