"""Effectiveness Reviews: scores from 1 to 5, compared with the last review, and how often meetings were held."""
