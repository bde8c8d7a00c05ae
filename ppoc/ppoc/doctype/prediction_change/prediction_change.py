"""Prediction Change."""

from __future__ import annotations

from ppoc.access.rows import CaseRow


class PredictionChange(CaseRow):
	"""One change of a predicted date."""
