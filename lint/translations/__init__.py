"""Texts that users see: each goes through translation, and all of them stand in the app's catalogue."""
