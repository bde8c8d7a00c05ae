"""Effectiveness Reviews: scores from 1 to 5, compared with last time, beside how often the meetings were held."""
