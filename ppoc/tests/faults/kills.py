"""Which process is killed when, during what: the same for a seed in every run."""

from __future__ import annotations

import random
from dataclasses import dataclass

VICTIMS = {
	"web": (("web", "child"), ("web", "whole")),
	"worker": (("worker", "child"), ("worker", "parent"), ("worker", "whole")),
	"scheduler": (("scheduler", "whole"),),
	"redis": (("queue", "whole"), ("cache", "whole")),
	"database": (("database", "whole"),),
}
"""Kind of process -> the ways in which one of them is killed. `child` of the web server is one of its workers, of the
background worker the process of the job; `parent` leaves the process of the job alone."""

LONGEST_DOWN = 0.5


@dataclass(frozen=True)
class Kill:
	"""moment: after which part of the activity's usual time. down: seconds until the process is started again."""

	seed: int
	activity: str
	part: str
	what: str
	moment: float
	down: float

	def __str__(self) -> str:
		return f"{self.seed:03}-{self.activity}-{self.part}-{self.what}"


def kill_of(seed: int, activities: tuple[str, ...]) -> Kill:
	"""Returns the kill of a seed. Seeds that follow each other go through all activities with all kinds of process."""
	chance = random.Random(seed)
	kinds = tuple(VICTIMS)
	kind = kinds[seed // len(activities) % len(kinds)]
	part, what = chance.choice(VICTIMS[kind])
	down = chance.uniform(0, LONGEST_DOWN)
	return Kill(seed, activities[seed % len(activities)], part, what, chance.random(), down)
