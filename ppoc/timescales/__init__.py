"""Timescales: from what happened to a child and the rules of its packs to what is due, with the reason."""
