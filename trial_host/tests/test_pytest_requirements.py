"""What a run says of requirements: a real pytest on small files, with the project's own plugin."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from trial_host import settings
from trial_host.inside.pytest_site import STATE_VARIABLE
from trial_host.requirements import rows_of
from trial_host.settings import ROOT

ROWS = rows_of(ROOT / settings.load().requirements)
FIRST, SECOND, THIRD = ROWS[:3]
HEADER = "import pytest\n"
SHOWN = f'@pytest.mark.requirement("{FIRST}")\ndef test_a(): assert True\n'
FAILS = f'@pytest.mark.requirement("{FIRST}")\ndef test_b(): assert False\n'
SKIPPED = f'@pytest.mark.requirement("{SECOND}")\ndef test_c(): pytest.skip("not here")\n'
UNKNOWN = '@pytest.mark.requirement("Z99.9")\ndef test_d(): assert True\n'


def run(tmp_path: Path, *sources: str, processes: int = 0) -> "subprocess.CompletedProcess[str]":
	for number, source in enumerate(sources):
		(tmp_path / f"test_small_{number}.py").write_text(HEADER + source)
	argv = [sys.executable, "-m", "pytest", f"--config-file={ROOT / 'pyproject.toml'}", f"--rootdir={ROOT}"]
	argv += ["-p", "trial_host.inside.pytest_requirements"]
	options = ["-p", "no:cacheprovider", f"-n{processes}", "--dist=loadfile" if processes else "--dist=no"]
	env = {name: value for name, value in os.environ.items() if name != STATE_VARIABLE}  # they need no site
	return subprocess.run([*argv, *options, str(tmp_path)], cwd=ROOT, env=env, capture_output=True, text=True)


def test_a_row_with_a_passing_test_is_shown_and_pytest_has_the_last_word(tmp_path: Path):
	done = run(tmp_path, SHOWN)
	*_, line, last = done.stdout.strip().splitlines()
	assert done.returncode == 0
	assert line == f"requirements: 1 of {len(ROWS)} shown"
	assert "1 passed" in last


def test_a_row_with_a_failing_test_is_not_shown(tmp_path: Path):
	done = run(tmp_path, SHOWN + FAILS)
	*_, line, last = done.stdout.strip().splitlines()
	assert done.returncode == 1
	assert line == f"requirements: 0 of {len(ROWS)} shown"
	assert "1 failed, 1 passed" in last


def test_a_skipped_test_shows_nothing(tmp_path: Path):
	done = run(tmp_path, SKIPPED)
	assert f"requirements: 0 of {len(ROWS)} shown" in done.stdout


@pytest.mark.parametrize("processes", [0, 2], ids=["one process", "two processes"])
def test_a_mark_that_names_no_row_stops_the_run(tmp_path: Path, processes: int):
	done = run(tmp_path, SHOWN + UNKNOWN, SHOWN, processes=processes)
	assert done.returncode == pytest.ExitCode.USAGE_ERROR
	assert "test_d: Z99.9" in done.stdout + done.stderr
	assert "passed" not in done.stdout


def test_rows_that_two_processes_showed_are_counted_together(tmp_path: Path):
	second = SHOWN.replace(FIRST, SECOND) + SHOWN.replace(FIRST, THIRD).replace("test_a", "test_e")
	done = run(tmp_path, SHOWN, second, FAILS, processes=2)
	*_, line, last = done.stdout.strip().splitlines()
	assert done.returncode == 1
	assert line == f"requirements: 2 of {len(ROWS)} shown"
	assert "1 failed, 3 passed" in last
