"""A child's potential for permanence outside of care."""
