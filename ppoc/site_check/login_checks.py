"""Checks whether a stolen password is enough to see children. Plain Python."""

from __future__ import annotations

from collections.abc import Iterator

from ppoc.site_check.facts import Login
from ppoc.site_check.findings import SiteFinding, SiteSeverity, Text, _

TITLE = Text(_("Two-factor login"))


def judge(login: Login) -> Iterator[SiteFinding]:
	"""Checks that users who see children need a second factor, here or at an identity provider."""
	if login.by_provider and not login.by_password:
		yield SiteFinding(
			"two-factor-provider",
			TITLE,
			SiteSeverity.UNKNOWN,
			Text(
				_(
					"Login goes through an identity provider. Whether that asks for a second factor cannot be"
					" seen from here."
				)
			),
			Text(_("Ask the person who runs it, then accept the finding with the answer as the reason.")),
		)
	elif not login.two_factor:
		yield SiteFinding(
			"two-factor-off",
			TITLE,
			SiteSeverity.SERIOUS,
			Text(_("A password is enough to log in and see children: two-factor login is off.")),
			Text(
				_(
					"System Settings, Login: Enable Two Factor Auth; then tick Two Factor Authentication in each"
					" Role that sees children. Or let people log in by the authority's identity provider only (Disable"
					" Username/Password Login)."
				)
			),
		)
	elif login.roles_without:
		yield SiteFinding(
			"two-factor-roles",
			TITLE,
			SiteSeverity.SERIOUS,
			Text(
				_("These roles see children and are not asked for a second factor: {0}."),
				(", ".join(login.roles_without),),
			),
			Text(_("Tick Two Factor Authentication in each of these Roles, or in the Role All.")),
			login.roles_without,
		)
