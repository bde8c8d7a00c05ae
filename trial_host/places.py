"""Where things are kept: the user's cache for what can be shared, a trial's own folder for what cannot."""

from __future__ import annotations

import os
from pathlib import Path

from trial_host.settings import ROOT, Settings


def cache_root(settings: Settings) -> Path:
	base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
	return Path(base) / f"{settings.app}-trial"


def trial_root(settings: Settings) -> Path:
	return Path(os.environ.get(settings.trial_variable) or ROOT / ".trial").absolute()


def shown(path: Path) -> str:
	"""The path as a person would type it from the project's folder."""
	try:
		return str(path.relative_to(Path.cwd()))
	except ValueError:
		return str(path)
