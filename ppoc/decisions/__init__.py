"""Requests and decisions: who decides, what is needed for it, whether a request is ready, and what follows."""
