"""Checks what the authority does around the site: its proxy, keys of programs, and what nobody sees from here.

Plain Python.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ppoc.access.unused_access import UNUSED_DAYS
from ppoc.site_check.facts import Accounts, OpenedEndpoint, Proxy
from ppoc.site_check.findings import SiteFinding, SiteSeverity, Text, _

PROXY = Text(_("Proxy in front of the site"))
ACCOUNTS = Text(_("Accounts that need no second factor"))
UNNEEDED = Text(_("Logins and access that nobody needs"))
OPENED = Text(_("Opened by an administrator"))
SAMPLES = Text(_("Sample children"))
USED_LATELY = timedelta(days=30)
ASKED = {
	"backup-offline": (
		Text(_("Copy of the backups elsewhere")),
		Text(
			_(
				"Whether a copy of the backups is kept where nobody can delete it with this server's passwords,"
				" and when one was last restored, cannot be seen from here."
			)
		),
		Text(
			_(
				"Copy each backup to another machine or service that this server cannot delete from, restore one"
				" every few months, then accept the finding and say where and when."
			)
		),
	),
	"encryption-at-rest": (
		Text(_("Encryption of the disks")),
		Text(
			_(
				"Whether the disks of the database, the files and the backups are encrypted cannot be seen from"
				" here."
			)
		),
		Text(
			_("Ask the person who runs the servers, then accept the finding with the answer as the reason.")
		),
	),
	"logs-elsewhere": (
		Text(_("Copy of the logs elsewhere")),
		Text(
			_(
				"Whether the logs of proxy, server and site are copied to another system, where somebody looks"
				" at them, cannot be seen from here."
			)
		),
		Text(
			_("Ask the person who runs the servers, then accept the finding with the answer as the reason.")
		),
	),
}
"""What only the authority knows: title, what is not known, and what to do."""


def proxy(facts: Proxy | None) -> Iterator[SiteFinding]:
	"""Checks how the administrator's own request arrived; None where there is no request, as in the terminal."""
	if facts is None:
		return
	if facts.scheme != "https":
		yield _not_encrypted(facts)
	if facts.addresses > 1:
		what = Text(
			_(
				"The proxy passes on what a browser says about its own address (X-Forwarded-For). So anybody can"
				" put another address into the logs and get round the limits on failed logins."
			)
		)
		remedy = Text(
			_("Let the proxy replace the header: proxy_set_header X-Forwarded-For $remote_addr (nginx).")
		)
		yield SiteFinding("proxy-address-forged", PROXY, SiteSeverity.SERIOUS, what, remedy)
	elif not facts.addresses and facts.is_local:
		what = Text(
			_(
				"The proxy does not say whose request it is (X-Forwarded-For). The logs have one address for"
				" everybody, and failed logins of one person lock out all."
			)
		)
		remedy = Text(_("Let the proxy set it: proxy_set_header X-Forwarded-For $remote_addr (nginx)."))
		yield SiteFinding("proxy-address-missing", PROXY, SiteSeverity.SERIOUS, what, remedy)


def _not_encrypted(facts: Proxy) -> SiteFinding:
	if facts.says_https:
		what = Text(
			_(
				"The proxy says that your request came by https, but Frappe took it for http. So the cookie of a"
				" session is sent without encryption too, if a browser is led there."
			)
		)
		remedy = Text(
			_(
				"Start gunicorn with --forwarded-allow-ips and the proxy's address, and let the proxy set"
				" X-Forwarded-Proto."
			)
		)
	else:
		what = Text(
			_("Your request came without encryption (http). Passwords and records can be read on the way.")
		)
		remedy = Text(
			_(
				"Let the proxy answer http with a redirect to https only, and set X-Forwarded-Proto to what the"
				" browser used."
			)
		)
	return SiteFinding("proxy-https", PROXY, SiteSeverity.SERIOUS, what, remedy)


def accounts(facts: Accounts) -> Iterator[SiteFinding]:
	"""Checks for ways to log in that no second factor protects."""
	if facts.with_key:
		what = Text(
			_("These people can log in with an API key, which needs no second factor: {0}."),
			(", ".join(facts.with_key),),
		)
		remedy = Text(
			_(
				"Keep keys to accounts of programs that see no more than the program needs. Remove the others:"
				" User, Settings, API Access."
			)
		)
		yield SiteFinding("accounts-api-key", ACCOUNTS, SiteSeverity.ADVICE, what, remedy, facts.with_key)
	used = facts.administrator_used
	if used is not None and used < USED_LATELY:
		what = Text(
			_("Somebody worked as Administrator in the last {0} days. No rule binds that account."),
			(USED_LATELY.days,),
		)
		remedy = Text(
			_("Give each administrator an account of their own, and keep Administrator's password in a safe.")
		)
		yield SiteFinding("accounts-administrator", ACCOUNTS, SiteSeverity.ADVICE, what, remedy)
	yield from _unneeded(facts)


def _unneeded(facts: Accounts) -> Iterator[SiteFinding]:
	if facts.unused:
		what = Text(
			_("Nobody has used these logins for {0} days: {1}."), (UNUSED_DAYS, ", ".join(facts.unused))
		)
		remedy = Text(_("Ask their managers, and disable the logins that nobody needs: User, Enabled."))
		yield SiteFinding("accounts-unused", UNNEEDED, SiteSeverity.ADVICE, what, remedy, facts.unused)
	if facts.access_to_question:
		what = Text(
			_("These people have left and still have access to a locality, or stand in without an end: {0}."),
			(", ".join(facts.access_to_question),),
		)
		remedy = Text(_("Withdraw the access, or give it an end: the report Access to Question lists each."))
		yield SiteFinding(
			"accounts-access", UNNEEDED, SiteSeverity.ADVICE, what, remedy, facts.access_to_question
		)


def opened(facts: tuple[OpenedEndpoint, ...]) -> Iterator[SiteFinding]:
	"""Lists what an administrator has opened of the platform, which is closed as the app comes."""
	if facts:
		told = "; ".join(f"{one.kind} {one.endpoint} ({one.by}, {one.on}: {one.reason})" for one in facts)
		yield SiteFinding(
			"opened-endpoints",
			OPENED,
			SiteSeverity.ADVICE,
			Text(_("Open to everybody with a login, beside what the app leaves open: {0}."), (told,)),
			Text(_("Close what nobody needs any more: Open Endpoint, Close.")),
			tuple(f"{one.kind} {one.endpoint}" for one in facts),
		)


def unseen(keys: tuple[str, ...]) -> Iterator[SiteFinding]:
	"""Asks for what cannot be seen from here; an answer is accepted with a reason, and asked for again later."""
	for key in keys:
		title, what, remedy = ASKED[key]
		yield SiteFinding(key, title, SiteSeverity.UNKNOWN, what, remedy)


def sample_children(number: int) -> Iterator[SiteFinding]:
	"""Checks that the children of the setup wizard are gone once they are not needed."""
	if number:
		what = Text(
			_("Made-up children stand in lists, and are counted in reports and figures: {0}."), (number,)
		)
		remedy = Text(
			_(
				"Before the first real children come, choose Remove the sample children on the page Site check. It"
				" removes everything that was typed about them too."
			)
		)
		yield SiteFinding("sample-children", SAMPLES, SiteSeverity.ADVICE, what, remedy)
