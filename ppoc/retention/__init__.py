"""How long a child's record is kept, its erasure, and its disclosure to those who may ask for it."""
