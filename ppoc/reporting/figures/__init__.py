"""Figures and rows for managers, each counted over what the reader may see."""
