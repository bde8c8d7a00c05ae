"""Permanence plans: their predictions, and the steps from the priority list to permanence."""
