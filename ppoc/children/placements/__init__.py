"""Placements that are reviewed every week: unregulated, unregistered, out of the authority."""
