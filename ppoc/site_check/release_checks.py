"""Checks whether the installed release of Frappe has published vulnerabilities. Plain Python."""

from __future__ import annotations

from collections.abc import Iterator

from ppoc.site_check.advisories import (
	SUPPORTED,
	Advisory,
	Release,
	is_unreleased,
	mended_in,
	open_advisories,
	release_of,
)
from ppoc.site_check.findings import SiteFinding, SiteSeverity, Text, _

TITLE = Text(_("Release of Frappe"))
UPDATE = _("Update to Frappe {0} or later: make a backup, then run bench update.")


def judge(version: str) -> Iterator[SiteFinding]:
	"""Yields what is wrong with the installed release, such as "15.104.0"."""
	release = release_of(version)
	if release is None:
		yield SiteFinding(
			"release-unknown",
			TITLE,
			SiteSeverity.UNKNOWN,
			Text(_("This check cannot read the version {0}."), (version,)),
			Text(_("Use a release of Frappe 15 or 16.")),
		)
		return
	if release[0] not in SUPPORTED:
		yield _unsupported(version)
		return
	if is_unreleased(version):
		yield _development(version, release)
		return
	found = open_advisories(release)
	critical = [advisory for advisory in found if advisory.severity == SiteSeverity.CRITICAL]
	later = [advisory for advisory in found if advisory.severity != SiteSeverity.CRITICAL]
	if critical:
		yield _below_floor(version, release, critical)
	if later:
		yield _later(version, release, later)


def _unsupported(version: str) -> SiteFinding:
	return SiteFinding(
		"release-unsupported",
		TITLE,
		SiteSeverity.SERIOUS,
		Text(_("Frappe {0} is neither 15 nor 16. PPOC has not been tested with it."), (version,)),
		Text(_("Use Frappe {0} or {1}, or a later release of either version."), _newest()),
	)


def _development(version: str, release: Release) -> SiteFinding:
	return SiteFinding(
		"release-development",
		TITLE,
		SiteSeverity.CRITICAL,
		Text(
			_(
				"Frappe {0} is a development version, for trials only: it does not get the fixes that"
				" releases get."
			),
			(version,),
		),
		Text(UPDATE, (mended_in(release[0]),)),
	)


def _below_floor(version: str, release: Release, found: list[Advisory]) -> SiteFinding:
	return SiteFinding(
		"release-below-floor",
		TITLE,
		SiteSeverity.CRITICAL,
		Text(
			_("Frappe {0} has published weaknesses that anybody can exploit: {1}."), (version, _listed(found))
		),
		Text(UPDATE, (mended_in(release[0]),)),
		_ids(found),
	)


def _later(version: str, release: Release, found: list[Advisory]) -> SiteFinding:
	return SiteFinding(
		"release-advisories",
		TITLE,
		SiteSeverity.SERIOUS,
		Text(_("Frappe {0} has published weaknesses: {1}."), (version, _listed(found))),
		Text(UPDATE, (mended_in(release[0]),)),
		_ids(found),
	)


def _listed(found: list[Advisory]) -> tuple[Text, ...]:
	return tuple(Text(f"{a.id} ({{0}})", ((Text(a.about),),)) if a.about else Text(a.id) for a in found)


def _ids(found: list[Advisory]) -> tuple[str, ...]:
	return tuple(advisory.id for advisory in found)


def _newest() -> tuple[str, ...]:
	return tuple(mended_in(major) for major in SUPPORTED)
