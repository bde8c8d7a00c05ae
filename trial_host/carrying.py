"""How this machine reaches its package registries, carried over to a clean one: name servers, certificates, proxies,
pip's, npm's and apt's settings. Nothing is known here of any registry; it is read from the machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from trial_host.console import Stop

VARIABLES = re.compile(
	r"(https?|ftp|all|no)_proxy|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|NODE_EXTRA_CA_CERTS"
	r"|PIP_(EXTRA_INDEX_URL|INDEX_URL|NO_INDEX|FIND_LINKS|CERT|CLIENT_CERT|TRUSTED_HOST|PROXY|DEFAULT_TIMEOUT)"
	r"|UV_(DEFAULT_INDEX|INDEX|FIND_LINKS|NATIVE_TLS|SYSTEM_CERTS|HTTP_TIMEOUT)"
	r"|npm_config_(registry|cafile|proxy|https_proxy|noproxy|strict_ssl)",
	re.IGNORECASE,
)
OF_THE_NETWORK = ("/etc/resolv.conf", "/etc/hosts")
OF_PIP = ("/etc/pip.conf", "~/.pip/pip.conf", "~/.config/pip/pip.conf")
OF_NPM = ("/etc/npmrc", "/usr/etc/npmrc", "/usr/local/etc/npmrc", "~/.npmrc")
CERTIFICATES = Path("/usr/local/share/ca-certificates")
OF_APT = Path("/etc/apt/apt.conf.d")
LOCAL_PATH = re.compile(r"(?:^|[\s=,]|file://)(/[^\s,#]+)", re.MULTILINE)
SECURITY_FROM = {"bookworm", "trixie"}  # testing gets its security updates through the archive itself


@dataclass(frozen=True)
class Archive:
	"""Where this machine has its Debian packages from."""

	mirror: str
	security: str = ""

	def sources(self, release: str) -> str:
		"""What a fresh installation of the release has in sources.list."""
		lines = [f"deb {self.mirror} {release} main"]
		if release in SECURITY_FROM:
			lines.append(f"deb {self.mirror} {release}-updates main")
			lines += [f"deb {self.security} {release}-security main"] if self.security else []
		return "\n".join(lines) + "\n"


def archive(mirror: str | None) -> Archive:
	"""The named mirror, else that of this machine's own apt; stops where it has none of Debian."""
	if mirror:
		return Archive(mirror)
	wanted = ["apt-get", "indextargets", "--format", "$(ORIGIN)|$(LABEL)|$(REPO_URI)", "Created-By: Packages"]
	listed = subprocess.run(wanted, capture_output=True, text=True).stdout if shutil.which("apt-get") else ""
	return archive_in(listed)


def archive_in(listed: str) -> Archive:
	"""The archive in apt's list of what it reads, a line of origin, label and address for each part."""
	found: dict[str, str] = {}
	for line in listed.splitlines():
		origin, label, address = line.split("|")
		if origin == "Debian":
			found.setdefault(label, address)
	if "Debian" not in found:
		raise Stop(
			"apt of this machine reads no archive of Debian. Name one with --mirror, or run apt-get update first."
		)
	return Archive(found["Debian"], found.get("Debian-Security", ""))


def variables(environment: Mapping[str, str]) -> dict[str, str]:
	return {name: value for name, value in environment.items() if VARIABLES.fullmatch(name)}


def local_paths(texts: Iterable[str]) -> list[Path]:
	"""Absolute paths that settings name, as a certificate or a folder of packages, and that are there."""
	named = {Path(found) for text in texts for found in LOCAL_PATH.findall(text)}
	return sorted(path for path in named if path.exists())


def carry_over(root: Path, environment: Mapping[str, str], home: Path) -> list[Path]:
	"""Writes the settings below `root`. Returns the folders that they name and that the clean machine has to see."""
	for name in OF_THE_NETWORK:
		_copy(Path(name), root / name.lstrip("/"))
	texts = list(variables(environment).values())
	for source in _present(OF_PIP, home):
		inside = "etc/pip.conf" if source.parts[1] == "etc" else "root/.config/pip/pip.conf"
		_copy(source, root / inside)
		texts.append(source.read_text())
	npm = "\n".join(dict.fromkeys(source.read_text() for source in _present(OF_NPM, home)))
	if npm:
		npmrc = root / "root" / ".npmrc"
		npmrc.touch(mode=0o600)
		npmrc.write_text(npm)
		texts.append(npm)
	for source in sorted(OF_APT.glob("*")):
		if re.search(r"^\s*Acquire::", source.read_text(errors="replace"), re.MULTILINE):
			_copy(source, root / source.relative_to("/"))
	for source in CERTIFICATES.rglob("*.crt"):
		_copy(source, root / source.relative_to("/"))
	folders = []
	for path in local_paths(texts):
		target = root / path.relative_to("/")
		if path.is_dir() and not target.exists():
			folders.append(path)
		elif path.is_file() and not target.exists():
			_copy(path, target)
	return folders


def _present(names: Iterable[str], home: Path) -> Iterator[Path]:
	paths = (Path(name.replace("~", str(home))) for name in names)
	return (path for path in paths if path.is_file() and os.access(path, os.R_OK))


def _copy(source: Path, target: Path) -> None:
	if source.exists():
		target.parent.mkdir(parents=True, exist_ok=True)
		target.unlink(missing_ok=True)
		shutil.copy(source, target)
