"""Emails that meetings send: Targeted Work, circulation, notes."""
