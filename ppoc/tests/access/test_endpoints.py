"""Every endpoint of the installed Frappe has been reviewed, and the list of verdicts is consistent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ppoc import hooks
from ppoc.access import endpoints
from ppoc.access.endpoints import Endpoint, JudgedEndpoint

pytestmark = pytest.mark.requirement("X4.1")


@pytest.fixture(scope="module")
def found() -> list[Endpoint]:
	return endpoints.collect(endpoints.source_of_frappe())


@pytest.fixture(scope="module")
def judged() -> dict[str, JudgedEndpoint]:
	return endpoints.read_list()


def test_every_endpoint_of_the_installed_frappe_is_judged(
	found: list[Endpoint], judged: dict[str, JudgedEndpoint]
) -> None:
	release = endpoints.release_of(endpoints.source_of_frappe())
	difference = endpoints.compare(release, found, judged)
	assert not difference, str(difference)


def test_what_is_judged_guarded_has_a_door_or_names_the_file_that_guards(
	judged: dict[str, JudgedEndpoint],
) -> None:
	doors = hooks.override_whitelisted_methods
	package = Path(endpoints.__file__).parent
	for line in judged.values():
		if line.judgement != "guarded":
			continue
		if line.reason.startswith("doors.py"):
			by_argument = "named in an argument" in line.reason
			assert by_argument or line.name in doors, line.name
		else:
			assert (package / line.reason.split(".py")[0]).with_suffix(".py").is_file(), line.name


def test_every_door_stands_under_a_name_that_a_judged_release_has(judged: dict[str, JudgedEndpoint]) -> None:
	ours = {name for name, door in hooks.override_whitelisted_methods.items() if "ppoc.access." in door}
	assert {name for name in ours if name not in judged} == set()
	assert {name for name in ours if judged[name].judgement not in ("guarded", "leaks")} == set()


def test_each_door_leads_to_an_endpoint_of_the_installed_frappe(
	found: list[Endpoint], judged: dict[str, JudgedEndpoint]
) -> None:
	names = {endpoint.name for endpoint in found}
	release = endpoints.release_of(endpoints.source_of_frappe())
	doors: dict[str, list[str]] = {}
	for name, door in hooks.override_whitelisted_methods.items():
		doors.setdefault(door, []).append(name)
	for door, guarded in doors.items():
		expected = [name for name in guarded if name in judged and release in judged[name].digests]
		assert [name for name in guarded if name in names] == expected, door


# how endpoints are found


def package(tmp_path: Path, **files: str) -> Path:
	root = tmp_path / "frappe"
	root.mkdir(exist_ok=True)
	(root / "hooks.py").write_text("")
	(root / "__init__.py").write_text('__version__ = "16.5.0"\n')
	for name, text in files.items():
		path = root / f"{name.replace('__', '/')}.py"
		path.parent.mkdir(parents=True, exist_ok=True)
		path.write_text(text)
	return root


READ = """
import frappe

@frappe.whitelist(methods=["POST"])
def read(name):
	\"\"\"Tells.\"\"\"
	return _read(name)

def _read(name):
	return frappe.get_doc("Child", name)
"""


@pytest.mark.parametrize(
	("text", "name", "kind", "guest", "http"),
	[
		(READ, "frappe.a.read", "function", False, "POST"),
		("@frappe.whitelist(allow_guest=True)\ndef f(): pass\n", "frappe.a.f", "function", True, "any"),
		("@frappe.whitelist(True)\ndef f(): pass\n", "frappe.a.f", "function", True, "any"),
		("@frappe.whitelist(allow_guest=False)\ndef f(): pass\n", "frappe.a.f", "function", False, "any"),
		("@whitelist()\ndef f(): pass\n", "frappe.a.f", "function", False, "any"),
		("@whitelist_for_tests\ndef f(): pass\n", "frappe.a.f", "function", False, "any"),
		("if x:\n\t@frappe.whitelist()\n\tdef f(): pass\n", "frappe.a.f", "function", False, "any"),
		("class A:\n\t@frappe.whitelist()\n\tdef f(self): pass\n", "frappe.a.A.f", "method", False, "any"),
		("class A:\n\t@whitelist.__func__\n\tdef f(self): pass\n", "frappe.a.A.f", "method", False, "any"),
		("def _f(): pass\nf = frappe.whitelist()(_f)\n", "frappe.a.f", "function", False, "any"),
	],
)
def test_an_endpoint_is_found_however_it_is_written(
	tmp_path: Path, text: str, name: str, kind: str, guest: bool, http: str
) -> None:
	found = endpoints.collect(package(tmp_path, a=text))
	assert [(end.name, end.kind, end.guest, end.http) for end in found] == [(name, kind, guest, http)]


def test_a_route_of_the_rest_api_is_an_endpoint_too(tmp_path: Path) -> None:
	text = 'def count(doctype): pass\nrules = [Rule("/<doctype>/count", methods=["GET"], endpoint=count)]\n'
	(found,) = endpoints.collect(package(tmp_path, api__v3=text))
	assert (found.name, found.kind) == ("frappe.api.v3 GET /<doctype>/count", "route")


def test_another_name_for_an_endpoint_is_told(tmp_path: Path) -> None:
	root = package(tmp_path, a=READ, b="from frappe.a import read as look\n", c__d="from ..b import look\n")
	assert endpoints.aliases(root) == {"frappe.b.look": "frappe.a.read", "frappe.c.d.look": "frappe.a.read"}


def digest(tmp_path: Path, text: str) -> str:
	return endpoints.collect(package(tmp_path, a=text))[0].digest


@pytest.mark.parametrize(
	"change",
	[
		lambda text: text.replace("def read(name)", "def read(name, user=None)"),
		lambda text: text.replace('methods=["POST"]', 'methods=["GET"]'),
		lambda text: text.replace("return _read(name)", "return _read(name) or name"),
		lambda text: text.replace('get_doc("Child", name)', 'get_doc("Child", name, check=False)'),
	],
	ids=["signature", "method", "body", "a function it uses"],
)
def test_a_change_of_what_it_does_is_noticed(tmp_path: Path, change: Callable[[str], str]) -> None:
	assert digest(tmp_path, READ) != digest(tmp_path, change(READ))


def test_a_change_of_words_is_not(tmp_path: Path) -> None:
	other = READ.replace("Tells.", "Tells\n\tmore.").replace("def _read", "# said\n\ndef _read")
	assert digest(tmp_path, READ) == digest(tmp_path, other)


# an upgrade


def upgraded(tmp_path: Path, text: str) -> tuple[endpoints.Difference, dict[str, JudgedEndpoint]]:
	"""Returns the differences reported for the next release after `a.read` was reviewed in 16.4.1."""
	before = endpoints.add_release("16.4.1", endpoints.collect(package(tmp_path, a=READ)), {})
	before["frappe.a.read"].judgement, before["frappe.a.read"].reason = "asks", "the list asks"
	root = package(tmp_path, a=text)
	return endpoints.compare("16.5.0", endpoints.collect(root), before), before


def test_a_release_with_the_same_endpoints_passes(tmp_path: Path) -> None:
	assert not upgraded(tmp_path, READ)[0]


def test_a_renamed_endpoint_is_told_twice_as_new_and_as_gone(tmp_path: Path) -> None:
	told = str(upgraded(tmp_path, READ.replace("def read(", "def read_and_fetch("))[0])
	assert "Frappe 16.5.0 has 1 endpoint that nobody has judged:\n  frappe.a.read_and_fetch" in told
	assert "Frappe 16.5.0 no longer has 1 endpoint" in told
	assert "python -m ppoc.access.endpoints --write" in told


def test_a_changed_endpoint_is_to_be_judged_anew(tmp_path: Path) -> None:
	changed = READ.replace("return _read(name)", "return _read(name) or name")
	difference, before = upgraded(tmp_path, changed)
	assert difference.changed == ("frappe.a.read",)
	after = endpoints.add_release("16.5.0", endpoints.collect(package(tmp_path, a=changed)), before)
	line = after["frappe.a.read"]
	assert (line.judgement, line.reason) == ("?", "(was asks: the list asks)")
	assert endpoints.compare("16.5.0", endpoints.collect(package(tmp_path, a=changed)), after).unjudged


def test_what_was_taken_back_to_an_older_body_is_judged(tmp_path: Path) -> None:
	_, lines = upgraded(tmp_path, READ)
	lines["frappe.a.read"].digests["16.4.9"] = "another"
	assert not endpoints.compare("16.5.0", endpoints.collect(package(tmp_path, a=READ)), lines).changed


# the list of verdicts


HEAD = "name,kind,guest,http,judgement,reason,16.4.1\n"


@pytest.mark.parametrize(
	("line", "wrong"),
	[
		("frappe.a.read,function,,any,fine,because,abc\n", "'fine' is none of"),
		("frappe.a.read,function,,any,asks,,abc\n", "has no reason"),
		("frappe.a.read,function,,any,asks,so,abc\nfrappe.a.read,function,,any,own,so,abc\n", "twice"),
	],
)
def test_a_line_that_judges_nothing_is_refused(tmp_path: Path, line: str, wrong: str) -> None:
	path = tmp_path / "list.csv"
	path.write_text(HEAD + line)
	with pytest.raises(endpoints.EndpointsError, match=wrong):
		endpoints.read_list(path)


def test_the_list_is_written_as_it_was_read(tmp_path: Path, judged: dict[str, JudgedEndpoint]) -> None:
	copy = tmp_path / "list.csv"
	endpoints.write_list(judged, copy)
	assert copy.read_text() == endpoints.LIST.read_text()


def test_the_command_says_what_is_to_be_judged(
	tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
	monkeypatch.setattr(endpoints, "LIST", tmp_path / "list.csv")
	root = package(tmp_path, a=READ)
	assert endpoints.main(["--frappe", str(tmp_path), "--write"]) == 1
	assert "frappe.a.read" in capsys.readouterr().out
	assert "frappe.a.read,function,,POST,?" in (tmp_path / "list.csv").read_text()
	assert endpoints.main(["--frappe", str(root / "nowhere")]) == 2
	assert "holds no source of Frappe" in capsys.readouterr().err
