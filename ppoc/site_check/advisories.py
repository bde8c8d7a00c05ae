"""Published vulnerabilities of Frappe, and what they mean for a release. Plain data and plain Python.

Sources: the CVE records of these ids, https://www.cve.org/CVERecord?id=<id>, and Frappe's own security
advisories, https://github.com/frappe/frappe/security/advisories. To add one, append a row; nothing else needs
to change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ppoc.site_check.findings import SiteSeverity, _

Release = tuple[int, int, int]
NUMBER = re.compile(r"v?(\d+)\.(\d+)\.(\d+)")
SUPPORTED = (15, 16)


@dataclass(frozen=True)
class Advisory:
	"""A published vulnerability.

	Attributes:
		mended: the first release without it, by major version. A major version that is missing is not known
		to be affected.
	"""

	id: str
	severity: SiteSeverity
	about: str
	mended: dict[int, Release]


ADVISORIES = (
	Advisory("CVE-2026-31877", SiteSeverity.CRITICAL, _("SQL injection without a login"), {15: (15, 84, 0)}),
	Advisory(
		"CVE-2026-35614",
		SiteSeverity.CRITICAL,
		_("SQL injection without a login"),
		{15: (15, 104, 0), 16: (16, 14, 0)},
	),
	Advisory(
		"CVE-2026-31878",
		SiteSeverity.SERIOUS,
		_("the server can be made to call other machines"),
		{15: (15, 100, 0), 16: (16, 6, 0)},
	),
	Advisory(
		"CVE-2026-31879",
		SiteSeverity.SERIOUS,
		_("scripts in other people's workspaces"),
		{15: (15, 101, 0), 16: (16, 10, 0)},
	),
	Advisory("CVE-2026-39352", SiteSeverity.SERIOUS, _("files on the server can be read"), {16: (16, 15, 0)}),
	Advisory(
		"CVE-2026-44208",
		SiteSeverity.SERIOUS,
		_("discussions can be written to without a login"),
		{15: (15, 107, 0), 16: (16, 17, 0)},
	),
	Advisory("CVE-2026-49394", SiteSeverity.SERIOUS, "", {16: (16, 19, 0)}),
	Advisory("CVE-2026-55823", SiteSeverity.SERIOUS, "", {16: (16, 23, 0)}),
	Advisory("CVE-2026-114664", SiteSeverity.SERIOUS, "", {16: (16, 33, 0)}),
)


def release_of(version: str) -> Release | None:
	"""Returns the numbers of "15.104.0" or "16.0.0-dev"; None if there are none."""
	found = NUMBER.match(version.strip())
	return (int(found[1]), int(found[2]), int(found[3])) if found else None


def is_unreleased(version: str) -> bool:
	"""Returns whether it is a development version, a beta or a release candidate."""
	return bool(re.search(r"-|dev|beta|rc", version))


def open_advisories(release: Release) -> list[Advisory]:
	"""Returns the advisories that affect this release, worst first."""
	found = [a for a in ADVISORIES if release[0] in a.mended and release < a.mended[release[0]]]
	return sorted(found, key=lambda advisory: advisory.severity)


def mended_in(major: int, worst: SiteSeverity = SiteSeverity.INFORMATION) -> str:
	"""Returns a major version's first release without vulnerabilities of this severity or worse, "" if none
	is listed."""
	needed = [a.mended[major] for a in ADVISORIES if major in a.mended and a.severity <= worst]
	return ".".join(str(part) for part in max(needed)) if needed else ""
