"""A meeting's papers: agenda, notes, minutes."""
