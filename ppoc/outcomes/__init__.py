"""What came of it: permanence by cohort of entry, children back in care, moves, steps, and what is signal or noise."""
