"""Requests and decisions: who decides, what is needed, whether a request is ready, and what follows."""
