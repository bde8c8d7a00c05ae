"""A child is handed over or referred: where to, who answers, and what moves on acceptance."""
