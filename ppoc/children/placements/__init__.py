"""Places to live that are looked at every week: unregulated, unregistered, out of the authority."""
