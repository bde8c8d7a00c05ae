"""The links of an answer have scheme, host and port that the reader used."""

from __future__ import annotations

import pytest

from ppoc.reporting.odata.addresses import origin

pytestmark = pytest.mark.requirement("X2.3")


@pytest.mark.parametrize(
	("headers", "configured", "expected"),
	[
		({"Host": "ppoc.example.org"}, None, "http://ppoc.example.org"),
		({"Host": "ppoc.example.org:8000"}, None, "http://ppoc.example.org:8000"),
		({"Host": "ppoc.example.org:80"}, None, "http://ppoc.example.org"),
		({"Host": "[2001:db8::1]:8000"}, None, "http://[2001:db8::1]:8000"),
		# a proxy that ends TLS
		({"Host": "ppoc.example.org", "X-Forwarded-Proto": "https"}, None, "https://ppoc.example.org"),
		({"Host": "ppoc.example.org:443", "X-Forwarded-Proto": "https"}, None, "https://ppoc.example.org"),
		(
			{"Host": "ppoc.example.org:8443", "X-Forwarded-Proto": "https"},
			None,
			"https://ppoc.example.org:8443",
		),
		(
			{"Host": "ppoc.example.org", "X-Forwarded-Proto": "https", "X-Forwarded-Port": "8443"},
			None,
			"https://ppoc.example.org:8443",
		),
		(
			{"Host": "127.0.0.1:8000", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "ppoc.example.org"},
			None,
			"https://ppoc.example.org",
		),
		# two proxies
		(
			{
				"Host": "127.0.0.1:8000",
				"X-Forwarded-Proto": "https, http",
				"X-Forwarded-Host": "ppoc.example.org, inner:81",
			},
			None,
			"https://ppoc.example.org",
		),
		# nginx as bench sets it up passes on the host without its port; the site knows the rest
		(
			{"Host": "ppoc.example.org", "X-Forwarded-Proto": "https"},
			"https://ppoc.example.org:8443",
			"https://ppoc.example.org:8443",
		),
		({"Host": "ppoc.example.org"}, "https://ppoc.example.org", "https://ppoc.example.org"),
		(
			{"Host": "ppoc.example.org", "X-Forwarded-Proto": "https"},
			"ppoc.example.org",
			"https://ppoc.example.org",
		),
		# another way in than the configured one
		({"Host": "10.0.0.5:8000"}, "https://ppoc.example.org", "http://10.0.0.5:8000"),
		({"Host": "ppoc.example.org:8000"}, "https://ppoc.example.org", "http://ppoc.example.org:8000"),
		# what is no host
		({"Host": "ppoc.example.org", "X-Forwarded-Host": "evil/?x="}, None, "http://ppoc.example.org"),
		({"Host": "ppoc.example.org", "X-Forwarded-Proto": "javascript"}, None, "http://ppoc.example.org"),
		({"Host": "ppoc.example.org", "X-Forwarded-Port": "8443/x"}, None, "http://ppoc.example.org"),
		({}, "https://ppoc.example.org:8443", "https://ppoc.example.org:8443"),
	],
)
def test_the_reader_s_own_address(headers: dict[str, str], configured: str | None, expected: str) -> None:
	assert origin("http", headers, configured) == expected
