"""The bench command that makes an authority's own app."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

from ppoc.authority_app.files import AppNameError, Authority, files


@click.command("ppoc-new-authority-app")
@click.argument("name")
@click.option(
	"--title", default="", help="What people read, such as “Our Council”; made from NAME if left out."
)
@click.option("--publisher", default="", help="Who publishes it; the title if left out.")
@click.option("--email", default="ppoc@example.org", help="Whom to write to about it.")
@click.option(
	"--directory",
	type=click.Path(path_type=Path, file_okay=False, exists=True),
	help="The folder to make it in; the bench's apps if left out.",
)
@click.option("--no-install", is_flag=True, help="Only write the files; do not make the bench know the app.")
def new_authority_app(
	name: str, title: str, publisher: str, email: str, directory: Path | None, no_install: bool
) -> None:
	"""Make an app for what an administrator changed without code, to be installed on other sites.

	Exit status: 0 made; 1 it could not be installed into the bench's Python; 2 wrong arguments.
	"""
	title = " ".join(title.split()) or name.replace("_", " ").title()
	authority = Authority(name, title, " ".join(publisher.split()) or title, email.strip())
	bench = Path.cwd().resolve().parent  # bench runs commands in its sites folder
	folder = (directory or bench / "apps").resolve() / name
	write(folder, authority)
	click.echo(f"{folder} is made.")
	if not no_install:
		_make_known(folder, name)
	click.echo(
		f"Write what was changed into it:  bench --site SITE export-fixtures --app {name}\n"
		f"Install it on another site:      bench --site OTHER install-app {name}"
	)


def write(folder: Path, authority: Authority) -> None:
	"""Writes the files of the app into a new folder.

	Raises:
		click.UsageError: the name cannot be an app's, the title is empty of letters, or the folder is there already.
	"""
	try:
		contents = files(authority)
	except AppNameError as error:
		raise click.UsageError(str(error)) from error
	if not authority.title[:1].isalpha():
		raise click.UsageError(f"“{authority.title}” cannot be a title: begin with a letter.")
	if folder.exists():
		raise click.UsageError(
			f"{folder} is there already. An app is never written over: choose another name."
		)
	for path, content in contents.items():
		target = folder / path
		target.parent.mkdir(parents=True, exist_ok=True)
		target.write_text(content, encoding="utf-8")


def _make_known(folder: Path, name: str) -> None:
	"""Installs the app into the bench's Python and puts it on the bench's list, as `bench new-app` does."""
	pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--editable", str(folder)]
	done = subprocess.run(pip, check=False, capture_output=True, text=True)
	if done.returncode:
		click.echo(done.stderr.strip(), err=True)
		click.echo(f"The files are made. Install them with: bench pip install -e {folder}", err=True)
		sys.exit(1)
	listed = Path("apps.txt")
	names = listed.read_text(encoding="utf-8").split() if listed.exists() else []
	if name not in names:
		listed.write_text("\n".join([*names, name]) + "\n", encoding="utf-8")


commands = [new_authority_app]
