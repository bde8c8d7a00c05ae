"""A mail server that keeps every message it is given as an .eml file and passes none on.

python -m trial_host.inside.mail_catcher PORT FOLDER
"""

from __future__ import annotations

import asyncio
import itertools
import sys
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
LARGEST = 64 * 1024 * 1024


class Keep:
	"""Writes each message with its envelope: headers say who it was addressed to, the envelope who gets it."""

	def __init__(self, folder: Path) -> None:
		self.folder = folder
		self.numbers = itertools.count(1 + len(list(folder.glob("*.eml"))))

	async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
		message = BytesParser(EmailMessage, policy=default).parsebytes(envelope.original_content or b"")
		del message["X-Envelope-To"]
		message["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
		name = f"{datetime.now():%Y%m%d-%H%M%S}-{next(self.numbers):04}"
		unfinished = self.folder / f".{name}"
		unfinished.write_bytes(message.as_bytes())
		unfinished.rename(self.folder / f"{name}.eml")
		return "250 kept"


async def serve(port: int, folder: Path) -> None:
	folder.mkdir(parents=True, exist_ok=True)
	keep = Keep(folder)
	loop = asyncio.get_running_loop()
	server = await loop.create_server(
		lambda: SMTP(keep, data_size_limit=LARGEST, enable_SMTPUTF8=True), HOST, port
	)
	async with server:
		await server.serve_forever()


if __name__ == "__main__":
	asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
