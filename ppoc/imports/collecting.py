"""Collects findings while a file is read; keeps the list short but the severity of every child complete."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ppoc.imports.findings import Finding, Severity
from ppoc.messages import Message

GRAVITY = {Severity.NOTE: 0, Severity.WARNING: 1, Severity.REFUSED: 2, Severity.FILE: 3}


class Findings:
	"""A list of findings. After a number of faults of one kind it stops listing but keeps counting.

	Attributes:
		listed: the listed findings, in the order in which they came.
		worst: the worst severity of each child that has any finding.
	"""

	def __init__(self, listed_per_fault: int) -> None:
		self.listed: list[Finding] = []
		self.worst: dict[str, Severity] = {}
		self._listed_per_fault = listed_per_fault
		self._times: Counter[tuple[str, str, str, str]] = Counter()

	def add(self, finding: Finding) -> None:
		"""Adds a finding."""
		kind = (finding.severity.value, finding.rule, finding.file, finding.column)
		self._times[kind] += 1
		if self._times[kind] <= self._listed_per_fault:
			self.listed.append(finding)
		if finding.child:
			held = self.worst.get(finding.child, Severity.NOTE)
			self.worst[finding.child] = max(held, finding.severity, key=GRAVITY.__getitem__)

	def extend(self, findings: Iterable[Finding]) -> None:
		"""Adds several findings."""
		for finding in findings:
			self.add(finding)

	def is_refused(self, child: str) -> bool:
		"""Returns whether a child has been refused so far."""
		return self.worst.get(child) is Severity.REFUSED

	def closed(self) -> list[Finding]:
		"""Returns the findings, worst first, then by file and line, with a note for each fault not listed in full."""
		over = [
			Finding(
				Severity(severity),
				Message(
					"{0} more errors of this kind were counted but are not listed.",
					f"{times - self._listed_per_fault:,}",
				),
				Message("Correct the cause at its source; it is probably the same for all of them."),
				file=file,
				column=column,
				rule=rule,
			)
			for (severity, rule, file, column), times in self._times.items()
			if times > self._listed_per_fault
		]
		return sorted(
			[*self.listed, *over], key=lambda f: (-GRAVITY[f.severity], f.file, f.line, f.column, f.rule)
		)
