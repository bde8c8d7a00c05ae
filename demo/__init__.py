"""A made-up caseload for trials, training and tests: invented people, two years of meetings, the app's own doing."""
