"""What an upgrade does once on a site that already has data."""
