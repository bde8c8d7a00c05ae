"""The feed read over HTTP by a client that is not ours (python-odata)."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
import requests
from odata import ODataService
from odata.exceptions import ODataError

from ppoc.tests.reporting.odata.tls_proxy import Headers, tls_proxy

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
pytestmark = [pytest.mark.requirement("X2.3"), pytest.mark.commits]


def test_a_client_finds_the_lists_by_itself_and_reads_the_own_rows(reader: Any) -> None:
	service = ODataService(reader.root, auth=reader.auth, reflect_entities=True)
	child = service.entities["Child"]
	found = service.query(child).filter(child.team == reader.team).order_by(child.first_name.asc()).all()
	assert [one.full_name for one in found] == ["Ada Elm", "Ben Elm"]
	everybody = {one.full_name for one in service.query(child)}
	assert "Hidden Child" not in everybody
	plan = service.entities["PermanencePlan"]
	assert {one.status for one in service.query(plan).filter(plan.team == reader.team)} == {"Prioritised"}


def test_a_client_reads_a_report(reader: Any) -> None:
	service = ODataService(reader.root, auth=reader.auth, reflect_entities=True)
	tracker = service.entities["ReportTracker"]
	assert {one.child_name for one in service.query(tracker).filter(tracker.team == reader.team)} == {
		"Ada Elm", "Ben Elm",
	}  # fmt: skip


def test_a_client_is_told_what_is_wrong(reader: Any) -> None:
	service = ODataService(reader.root, auth=reader.auth, reflect_entities=True)
	child = service.entities["Child"]
	with pytest.raises(ODataError):
		service.query(child).filter("no_such eq 1").all()


PROXIES: dict[str, Headers] = {
	"passes on the host with its port": lambda host, port: {
		"Host": f"{host}:{port}",
		"X-Forwarded-Proto": "https",
	},
	"passes on the host and the port apart": lambda host, port: {
		"Host": host,
		"X-Forwarded-Proto": "https",
		"X-Forwarded-Port": str(port),
	},
	"keeps its own host": lambda host, port: {
		"X-Forwarded-Proto": "https",
		"X-Forwarded-Host": f"{host}:{port}",
	},
}


@pytest.mark.parametrize("kind", PROXIES)
def test_a_client_reads_page_after_page_through_a_proxy_that_ends_tls(
	reader: Any, server: Any, site: str, kind: str
) -> None:
	with tls_proxy(server.web_url, site, PROXIES[kind]) as proxy, requests.Session() as session:
		session.trust_env = False  # a bundle named in the environment would win over this one
		session.verify = proxy.authority
		session.headers["Prefer"] = "odata.maxpagesize=1"
		root = f"{proxy.address}/odata/v4/"
		first = session.get(f"{root}Child", auth=reader.auth, timeout=60).json()
		assert first["@odata.nextLink"].startswith(f"{root}Child?")
		assert first["@odata.context"].startswith(root)
		service = ODataService(root, session=session, auth=reader.auth, reflect_entities=True)
		child = service.entities["Child"]
		found = {one.full_name for one in service.query(child).filter(child.team == reader.team)}
		assert found == {"Ada Elm", "Ben Elm"}


def test_a_client_keeps_rows_without_a_value(reader: Any) -> None:
	service = ODataService(reader.root, auth=reader.auth, reflect_entities=True)
	plan = service.entities["PermanencePlan"]
	undated = service.query(plan).filter(plan.team == reader.team).filter(plan.rag_reason != "Court")
	assert len(undated.all()) == 2
	tracker = service.entities["ReportTracker"]
	nobody = (
		service.query(tracker).filter(tracker.team == reader.team).filter(tracker.child_name != "Ada Elm")
	)
	assert {one.child_name for one in nobody} == {"Ben Elm"}


def test_without_a_key_or_with_a_wrong_one_there_is_nothing(reader: Any) -> None:
	nobody = requests.get(reader.root, timeout=30)
	assert nobody.status_code == 401
	assert nobody.headers["WWW-Authenticate"].startswith("Basic")
	assert requests.get(reader.root, auth=("feedkey", "wrong"), timeout=30).status_code == 401
	for wrong in (("feedkey", "wrong"), ("unknown", "feedsecret"), ("", ""), ("unknown", "")):
		for accepted in ("*/*", "text/html", "application/json"):
			for address in ("", "Child", "$metadata"):
				refused = requests.get(
					reader.root + address, auth=wrong, headers={"Accept": accepted}, timeout=30
				)
				assert refused.status_code == 401, (wrong, accepted, address)
				assert refused.headers["WWW-Authenticate"].startswith("Basic")
				assert refused.json()["error"]["code"] == "401"
	token = requests.get(reader.root, headers={"Authorization": "token feedkey:feedsecret"}, timeout=30)
	assert token.status_code == 200


def test_a_client_knows_how_the_lists_belong_together(reader: Any) -> None:
	service = ODataService(reader.root, auth=reader.auth, reflect_entities=True)
	plan = service.entities["PermanencePlan"]
	assert "metadata.Child'" in repr(plan.child_Child)
	schema = ElementTree.fromstring(
		requests.get(f"{reader.root}$metadata", auth=reader.auth, timeout=60).content
	)
	names = {one.get("Name") for one in schema.iter(f"{EDM}EntitySet")}
	joined = set()
	for entity in schema.iter(f"{EDM}EntityType"):
		properties = {one.get("Name") for one in entity.iter(f"{EDM}Property")}
		for navigation in entity.iter(f"{EDM}NavigationProperty"):
			[constraint] = navigation
			target = str(navigation.get("Type")).removeprefix("PPOC.")
			assert target in names
			assert constraint.get("Property") in properties
			assert constraint.get("ReferencedProperty") == "name"
			assert navigation.get("Name") not in properties
			joined.add((entity.get("Name"), constraint.get("Property"), target))
	assert {("Action", "child", "Child"), ("Action", "plan", "PermanencePlan")} <= joined
	bound = {(one.get("Path"), one.get("Target")) for one in schema.iter(f"{EDM}NavigationPropertyBinding")}
	assert ("child_Child", "Child") in bound
	children = {row.name for row in service.query(service.entities["Child"])}
	assert {row.child for row in service.query(plan)} <= children
