"""Reasons why a child has no agreed plan: who has read them."""
