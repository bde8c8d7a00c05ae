"""Messages with a date, which come up for a person or a role and stay until they are closed."""
