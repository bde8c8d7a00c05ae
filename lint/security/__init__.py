"""What makes a Frappe app unsafe and no general tool knows: doors, rules gone round, SQL and markup put together."""
