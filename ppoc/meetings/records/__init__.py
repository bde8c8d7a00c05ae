"""What a meeting writes down about each child, in sections that a pack brings."""
