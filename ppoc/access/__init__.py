"""Who sees which children, by every door: the rule, its hooks and the doors the platform leaves open."""
