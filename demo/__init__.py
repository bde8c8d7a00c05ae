"""An invented caseload for trials, training and tests: children, staff and two years of meetings.

The app's own imports, meetings and decisions make it. The app knows nothing of it and is installed without it.
"""
