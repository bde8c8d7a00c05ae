"""What the registries say of libraries becomes lines and an exit status; silence is not taken for safety."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from trial_host.auditing import Answer, answer_of_node, answer_of_python, installed, report

OLD = {
	"name": "plans",
	"version": "1.0",
	"vulns": [{"id": "PYSEC-2026-1", "aliases": ["CVE-2026-1", "GHSA-aaaa"], "fix_versions": ["1.1"]}],
}
FINE = {"name": "dates", "version": "2.0", "vulns": []}
UNKNOWN = {"name": "names", "skip_reason": "Dependency not found on PyPI"}
OF_NPM = {
	"auditReportVersion": 2,
	"vulnerabilities": {
		"trees": {
			"via": [{"url": "https://example.org/advisories/GHSA-bbbb", "range": "<3.1.0"}],
			"fixAvailable": {"name": "lint", "version": "9.0.0"},
		},
		"lint": {"via": ["trees"], "fixAvailable": False},
	},
}


def python(*told: Mapping[str, Any]) -> Answer:
	pinned = {str(one["name"]): "1" for one in told}
	return answer_of_python("the host", pinned, json.dumps({"dependencies": told, "fixes": []}), "")


def test_nothing_known_is_said_only_if_everything_was_answered() -> None:
	lines, status = report([python(FINE)], {})
	assert (lines[-1], status) == ("audit: no known vulnerability", 0)
	assert "the host: 1 of 1 packages answered for" in lines


def test_a_vulnerability_is_named_with_its_remedy() -> None:
	lines, status = report([python(OLD, FINE)], {})
	assert status == 1
	assert "the host: plans 1.0 has PYSEC-2026-1 = CVE-2026-1 = GHSA-aaaa (mended in 1.1)" in lines


def test_a_vulnerability_may_be_accepted_by_any_of_its_names_with_a_reason() -> None:
	lines, status = report([python(OLD, FINE)], {"CVE-2026-1": "only its parser, which nobody calls"})
	assert status == 0
	assert any("accepted: only its parser, which nobody calls" in line for line in lines)


def test_an_acceptance_that_nothing_needs_any_more_is_named() -> None:
	lines, _status = report([python(FINE)], {"CVE-2026-1": "only its parser"})
	assert any("CVE-2026-1, which nothing has any more" in line for line in lines)


def test_a_package_that_the_registry_does_not_know_is_not_taken_for_safe() -> None:
	"""pip-audit says “No known vulnerabilities found” and ends with 0, though it skipped the package."""
	lines, status = report([python(FINE, UNKNOWN)], {})
	assert status == 2
	assert "the host: the registry says nothing of 1 packages: names" in lines
	assert "nobody knows" in lines[-1]


def test_a_registry_that_cannot_be_reached_is_said_so() -> None:
	offline = answer_of_python("the host", {"plans": "1.0"}, "", "INFO\nERROR: Could not connect to PyPI\n")
	lines, status = report([offline], {})
	assert status == 2
	assert lines[0] == "the host: the registry could not be asked: ERROR: Could not connect to PyPI"


def test_a_vulnerability_outweighs_a_silence() -> None:
	assert report([python(OLD, UNKNOWN)], {})[1] == 1


def test_npm_names_the_package_at_fault_and_not_those_that_use_it() -> None:
	answer = answer_of_node("lint/eslint", 90, json.dumps(OF_NPM), "")
	[found] = answer.found
	assert (found.package, found.ids, found.mended) == ("trees", ("GHSA-bbbb",), ("lint 9.0.0",))


def test_a_mirror_of_npm_without_an_audit_is_said_so() -> None:
	refused = json.dumps({"message": "405 Method Not Allowed", "error": {"summary": ""}})
	answer = answer_of_node("lint/eslint", 90, refused, "npm error audit endpoint returned an error")
	lines, status = report([answer], {})
	assert (lines[0], status) == ("lint/eslint: the registry could not be asked: 405 Method Not Allowed", 2)


def test_versions_are_read_as_installed(tmp_path: Path) -> None:
	for folder in ("jinja2-3.1.6.dist-info", "Deep_Names-1.0+local.dist-info", "jinja2"):
		(tmp_path / "lib" / "python3.12" / "site-packages" / folder).mkdir(parents=True)
	assert installed(tmp_path) == {"jinja2": "3.1.6", "Deep_Names": "1.0"}
