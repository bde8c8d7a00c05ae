"""Flags: messages that come up on a date for a worker or a role, and stay until they are closed."""
