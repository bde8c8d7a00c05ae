"""What is waiting for the logged-in person: the list at the top of each role's home page."""
