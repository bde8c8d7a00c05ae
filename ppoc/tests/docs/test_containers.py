"""The example for containers says what docs/operations.md and docs/production.md ask for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "examples" / "containers"
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()


@pytest.fixture
def services() -> dict:
	return yaml.safe_load((FOLDER / "compose.yaml").read_text())["services"]


def test_everything_that_a_site_needs_is_there(services: dict):
	assert set(services) == {
		"settings",
		"web",
		"proxy",
		"realtime",
		"jobs",
		"long-jobs",
		"scheduler",
		"database",
		"cache",
		"queue",
	}
	queues = " ".join(str(service.get("command")) for service in services.values())
	for queue in ("short", "default", "long"):
		assert queue in queues


def test_the_database_has_the_settings_that_are_asked_for(services: dict):
	for setting in ("innodb_flush_log_at_trx_commit = 1", "optimizer_join_limit_pref_ratio = 100"):
		assert setting in OPERATIONS
		name, value = setting.split(" = ")
		assert f"--{name.replace('_', '-')}={value}" in services["database"]["command"]


def test_only_the_proxy_is_reached_and_only_from_this_machine(services: dict):
	ports = {name: service["ports"] for name, service in services.items() if "ports" in service}
	assert ports == {"proxy": ["127.0.0.1:8080:8080"]}


def test_no_password_is_written_down(services: dict):
	assert services["database"]["environment"]["MARIADB_ROOT_PASSWORD"].startswith("${DB_ROOT_PASSWORD:?")


def test_the_image_has_what_the_pdfs_need():
	packages = re.search(r"apt-get install (libpango.*)", OPERATIONS)[1].split()
	assert set(packages) <= set((FOLDER / "Containerfile").read_text().split())
