"""What a run says of requirements: a real pytest on small files, with the project's own plugin."""

import subprocess
import sys
from pathlib import Path

import pytest

from trial_host.settings import ROOT

HEADER = "import pytest\n"
SHOWN = '@pytest.mark.requirement("P1.1")\ndef test_a(): assert True\n'
FAILS = '@pytest.mark.requirement("P1.1")\ndef test_b(): assert False\n'
SKIPPED = '@pytest.mark.requirement("P1.2")\ndef test_c(): pytest.skip("not here")\n'
UNKNOWN = '@pytest.mark.requirement("P99.9")\ndef test_d(): assert True\n'


def run(tmp_path: Path, source: str) -> "subprocess.CompletedProcess[str]":
	(tmp_path / "test_small.py").write_text(HEADER + source)
	argv = [sys.executable, "-m", "pytest", f"--config-file={ROOT / 'pyproject.toml'}", f"--rootdir={ROOT}"]
	return subprocess.run(
		[*argv, "-p", "no:cacheprovider", str(tmp_path)], cwd=ROOT, capture_output=True, text=True
	)


def test_a_row_with_a_passing_test_is_shown_and_pytest_has_the_last_word(tmp_path: Path):
	done = run(tmp_path, SHOWN)
	*_, line, last = done.stdout.strip().splitlines()
	assert done.returncode == 0
	assert line == "requirements: 1 of 96 shown"
	assert "1 passed" in last


def test_a_row_with_a_failing_test_is_not_shown(tmp_path: Path):
	done = run(tmp_path, SHOWN + FAILS)
	*_, line, last = done.stdout.strip().splitlines()
	assert done.returncode == 1
	assert line == "requirements: 0 of 96 shown"
	assert "1 failed, 1 passed" in last


def test_a_skipped_test_shows_nothing(tmp_path: Path):
	done = run(tmp_path, SKIPPED)
	assert "requirements: 0 of 96 shown" in done.stdout


def test_a_mark_that_names_no_row_stops_the_run(tmp_path: Path):
	done = run(tmp_path, SHOWN + UNKNOWN)
	assert done.returncode == pytest.ExitCode.USAGE_ERROR
	assert "P99.9" in done.stdout + done.stderr
