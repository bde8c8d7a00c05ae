"""Planning permanence outside of care: a Frappe app for English children's services."""

__version__ = "0.2.0"
