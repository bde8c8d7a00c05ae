"""What leaves as a file or an email: nothing in it is a formula, and it holds what its reader may see."""
