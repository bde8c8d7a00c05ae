"""Addresses in normal form: of files, of requests, and of places to go after login."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppoc.access.file_addresses import (
	climbs,
	is_file_address,
	is_remote,
	safe_name,
	without_own_host,
)
from ppoc.access.redirects import is_local

NORMAL = (
	"/private/files/plan.pdf",
	"/files/logo.png",
	"/private/files/Plan of 3 May (50%).pdf",
	"/private/files/Zoë's plan.pdf",
	"/private/files/a..b.pdf",
	"/private/files/.hidden",
	"/private/files/2026/plan.pdf",
)
ODD = (
	"",
	"plan.pdf",
	"/private/files/",
	"/private/files",
	"/private/files/../site_config.json",
	"/private/files/../../site_config.json",
	"/private/files/./plan.pdf",
	"/private/files//plan.pdf",
	"//private/files/plan.pdf",
	"/private/files/%2e%2e/site_config.json",
	"/private/files/%252e%252e/site_config.json",
	"/private/files/..%2fsite_config.json",
	"/private/files/..\\site_config.json",
	"/private/files/plan.pdf\x00.png",
	"/private/files/plan%00.pdf",
	"/private/files/plan\n.pdf",
	"/private/backups/all.sql.gz",
	"/files/../private/files/plan.pdf",
	"https://site.example.org/private/files/plan.pdf",
	"http://elsewhere.example.org/x.png",
	"file:///etc/passwd",
	"\\\\elsewhere\\x.png",
)


@pytest.mark.parametrize("address", NORMAL)
def test_a_normal_address_is_taken(address: str) -> None:
	assert is_file_address(address)
	assert not climbs(address)


@pytest.mark.parametrize("address", ODD)
def test_an_odd_address_is_refused(address: str) -> None:
	assert not is_file_address(address)


@given(st.lists(st.sampled_from(["..", ".", "%2e", "%2E%2e", "a", "", "\\", "%5c", "\x00", "%"]), max_size=6))
def test_no_address_taken_leads_out_of_its_folder(parts: list[str]) -> None:
	from posixpath import normpath
	from urllib.parse import unquote

	address = "/private/files/" + "/".join(parts)
	if is_file_address(address):
		for _times in range(5):
			assert normpath(address).startswith("/private/files/")
			address = unquote(address)


def test_the_sites_own_name_is_taken_off_and_no_other() -> None:
	assert without_own_host("https://a.org/files/x.png", "a.org") == "/files/x.png"
	for url in ("https://a.org.evil.org/files/x.png", "https://a.org@evil.org/files/x", "//a.org/files/x"):
		assert without_own_host(url, "a.org") == url
		assert is_remote(url)


def test_a_files_name_is_no_markup() -> None:
	assert safe_name("<img src=x onerror=alert(1)>.png") == "_img src=x onerror=alert(1)_.png"
	assert safe_name("Zoë's plan (2).pdf") == "Zoë's plan (2).pdf"
	assert safe_name("..") == "_"


@pytest.mark.parametrize("path", ["/app/child/CH-1", "/api/resource/Child/a.b", "/", "/printview"])
def test_ordinary_requests_pass(path: str) -> None:
	assert not climbs(path)


@pytest.mark.parametrize(
	"path", ["/../x", "/files/../x", "/a/./b", "//evil.org/x", "/a\\b", "/a\x00", "/%2e%2e/x"]
)
def test_requests_that_climb_do_not(path: str) -> None:
	assert climbs(path)


@pytest.mark.parametrize(
	"target", ["/app", "/app/child/CH-1?x=1#y", "app", "https://a.org/app", "http://a.org/"]
)
def test_places_on_the_site(target: str) -> None:
	assert is_local(target, "a.org")


@pytest.mark.parametrize(
	"target",
	[
		"//evil.org",
		"https://evil.org",
		"https://a.org.evil.org/",
		"https://a.org@evil.org/",
		"javascript:alert(1)",
		"data:text/html,x",
		"/\\evil.org",
		"\\\\evil.org",
		"/\t/evil.org",
		" //evil.org",
		"https:evil.org",
		"http://[",
	],
)
def test_places_elsewhere(target: str) -> None:
	assert not is_local(target, "a.org")
