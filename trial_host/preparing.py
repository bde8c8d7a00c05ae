"""Everything that has to be there before a trial can start, made side by side where one part does not need
the other, and only what no earlier call has made."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from trial_host import places, pythons, snapshot, system
from trial_host.checkout import Checkout
from trial_host.hosts import Host, Hosts, app_packages
from trial_host.settings import Settings
from trial_host.sites import FreshSites


@dataclass(frozen=True)
class Prepared:
	settings: Settings
	cache: Path
	host: Host
	fresh_site: Path


def prepare(settings: Settings, needs: Iterable[system.Need], frappe: Path | None) -> Prepared:
	"""The host made from the tree in `frappe`, or from the registries' snapshot, and a fresh site on it."""
	cache = places.cache_root(settings)
	checkout = Checkout(frappe) if frappe else None
	required = checkout.required_python if checkout else pythons.SUPPORTED
	_ensure(needs, checkout, required, cache / "logs" / "apt.log")
	hosts = Hosts(settings, cache, required)
	sites = FreshSites(settings, cache)
	source = checkout.source(cache) if checkout else snapshot.source(hosts.environments, cache)
	with ThreadPoolExecutor(1) as beside:
		tree = beside.submit(hosts.tree, source)
		environment = hosts.environment(source, *(("", "") if checkout else snapshot.pins()))
		# A bare site needs Frappe's Python code only, so it does not wait for the bundles.
		sites.bare(Host(source.name, source, environment))
		host = Host(source.name, tree.result(), environment)
		app_packages(cache)  # later, in the tests, no registry is reached
	return Prepared(settings, cache, host, sites.installed(host))


def _ensure(needs: Iterable[system.Need], checkout: Checkout | None, required: str, log: Path) -> None:
	"""What the machine has to have, and an interpreter that fits, before anything is made."""
	to_build = checkout.needs() if checkout else []
	headers = pythons.missing_headers(pythons.chosen_python(required)) if to_build else []
	system.ensure([*needs, *to_build], [*pythons.missing_packages(), *headers], log)
