"""What a meeting records about each child, in sections that a practice pack defines."""
