"""Made-up children for the first days of a site: they are there to try things with, and go in one step."""
