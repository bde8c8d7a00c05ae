"""Permanence plans: predictions and the way from list to permanence."""
