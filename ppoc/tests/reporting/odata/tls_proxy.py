"""A proxy that ends TLS in front of the site, as a council's does, for tests."""

from __future__ import annotations

import ssl
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import requests
import trustme

PASSED_ON = ("Authorization", "Accept", "Prefer")
Headers = Callable[[str, int], Mapping[str, str]]


@dataclass(frozen=True)
class TlsProxy:
	"""Where it listens, and the certificate of the authority that a client has to trust."""

	address: str
	authority: str


@contextmanager
def tls_proxy(target: str, site: str, headers: Headers) -> Iterator[TlsProxy]:
	"""Runs the proxy until the block ends.

	Args:
		target: the address of the web server behind it.
		site: the name of the site.
		headers: returns what it tells the web server, from the host and the port that the reader used.
	"""

	class Passing(BaseHTTPRequestHandler):
		def do_GET(self) -> None:
			told: dict[str, str] = {name: value for name in PASSED_ON if (value := self.headers.get(name))}
			told["X-Frappe-Site-Name"] = site
			told.update(headers(self.headers["Host"].partition(":")[0], int(self.server.server_address[1])))
			answer = requests.get(target + self.path, headers=told, timeout=60, allow_redirects=False)
			self.send_response(answer.status_code)
			for name in ("Content-Type", "WWW-Authenticate", "OData-Version"):
				if name in answer.headers:
					self.send_header(name, answer.headers[name])
			self.send_header("Content-Length", str(len(answer.content)))
			self.end_headers()
			self.wfile.write(answer.content)

		def log_message(self, *_: object) -> None:
			pass

	authority = trustme.CA()
	context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
	authority.issue_cert("localhost").configure_cert(context)
	with ThreadingHTTPServer(("127.0.0.1", 0), Passing) as proxy, tempfile.TemporaryDirectory() as folder:
		proxy.socket = context.wrap_socket(proxy.socket, server_side=True)
		authority.cert_pem.write_to_path(Path(folder) / "authority.pem")
		Thread(target=proxy.serve_forever, daemon=True).start()
		try:
			yield TlsProxy(f"https://localhost:{proxy.server_address[1]}", f"{folder}/authority.pem")
		finally:
			proxy.shutdown()
