"""Meetings: what closing one does, what its screen shows, what its notes say."""
