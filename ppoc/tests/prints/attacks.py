"""Texts that try to make a print load something, and a server that records requests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

PIXEL = (
	"data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI5Ij48L3N2Zz4="
)


@dataclass
class Watched:
	"""A local server, and a local file that no print may show."""

	address: str
	secret: Path
	came: list[str] = field(default_factory=list)


@contextmanager
def watched(folder: Path) -> Iterator[Watched]:
	"""Runs the server and makes the file that the attacks aim at."""
	secret = folder / "secret.txt"
	secret.write_text("KEPT-FROM-PRINTS")

	class Handler(BaseHTTPRequestHandler):
		def do_GET(self) -> None:
			seen.came.append(self.path)
			self.send_response(200)
			self.end_headers()
			self.wfile.write(b"body { color: red }")

		def log_message(self, *_args: object) -> None:
			pass

	server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
	seen = Watched(f"127.0.0.1:{server.server_port}", secret)
	thread = Thread(target=server.serve_forever, daemon=True)
	thread.start()
	try:
		yield seen
	finally:
		server.shutdown()
		server.server_close()
		thread.join()


def attacks(seen: Watched) -> dict[str, str]:
	"""Returns name → markup."""
	web, file = f"http://{seen.address}", f"file://{seen.secret}"
	svg = "http://www.w3.org/2000/svg"
	return {
		"picture": f'<img src="{web}/img">',
		"picture over https": f'<img src="https://{seen.address}/img">',
		"picture over ftp": f'<img src="ftp://{seen.address}/img">',
		"picture without scheme": f'<img src="//{seen.address}/img">',
		"picture from disk": f'<img src="{file}">',
		"picture in the text": f'<img src="{PIXEL}">',
		"picture, one of several": f'<img srcset="{web}/a 1x, {web}/b 2x" src="{web}/c">',
		"picture above the files": '<img src="/files/../../../../../../etc/hostname">',
		"style sheet": f'<link rel="stylesheet" href="{web}/css">',
		"style sheet from disk": f'<link rel="stylesheet" href="{file}">',
		"attachment": f'<link rel="attachment" href="{file}">',
		"attached link": f'<a rel="attachment" href="{file}">x</a>',
		"import": f'<style>@import "{web}/import";</style>',
		"import from disk": f"<style>@import url({file});</style>",
		"typeface": f"<style>@font-face {{ font-family: x; src: url({web}/font) }} * {{ font-family: x }}</style>",
		"background": f'<p style="background: url({web}/bg)">x</p>',
		"background with escapes": f'<p style="background: u\\72l({web}/bg)">x</p>',
		"list mark": f'<ul style="list-style-image: url({web}/li)"><li>x</li></ul>',
		"content": f'<style>p::before {{ content: url({web}/content) }}</style><p>x</p>',
		"border": f'<p style="border-image: url({web}/border) 3">x</p>',
		"object": f'<object data="{web}/object"></object><object data="{file}" type="text/plain"></object>',
		"embed": f'<embed src="{web}/embed"><embed src="{file}">',
		"frame": f'<iframe src="{file}"></iframe><iframe srcdoc="<img src={web}/frame>"></iframe>',
		"base": f'<base href="{web}/"><img src="relative.png">',
		"drawing": f'<svg xmlns="{svg}"><image href="{web}/image" width="9" height="9"/></svg>',
		"drawing of old": f'<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="{file}"/></svg>',
		"drawing used": f'<svg xmlns="{svg}"><use href="{web}/use#x"/></svg>',
		"drawing filled": f'<svg xmlns="{svg}"><rect width="9" height="9" fill="url({web}/fill#x)"/></svg>',
		"drawing styled": f'<svg xmlns="{svg}"><style>@import "{web}/svgcss";</style></svg>',
		"entity": f'<!DOCTYPE x [<!ENTITY e SYSTEM "{file}">]><svg xmlns="{svg}"><text>&e;</text></svg>',
		"script": f'<script>fetch("{web}/script")</script>',
		"refresh": f'<meta http-equiv="refresh" content="0;url={web}/meta">',
		"video": f'<video poster="{web}/poster" src="{web}/video"></video>',
		"input": f'<input type="image" src="{web}/input">',
	}  # fmt: skip
