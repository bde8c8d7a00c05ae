"""What an upgrade does once to a site that has data already."""
