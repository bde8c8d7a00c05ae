"""How many processes a run of `./dev test` gets, and the order of its files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from trial_host import testing
from trial_host.settings import ROOT

FOLDER = "trial_host/tests"
ONE_FILE = f"{FOLDER}/test_testing.py"
ANOTHER_FILE = f"{FOLDER}/test_store.py"


@pytest.mark.parametrize(
	"arguments",
	[
		"",
		"-q --durations=30",
		"-m browser -rs",
		FOLDER,
		f"{ONE_FILE} {ANOTHER_FILE}",
		f"{ONE_FILE}::test_a {ANOTHER_FILE}::test_b",
		"-n 2",
		f"-n2 {ONE_FILE}",
	],
)
def test_the_suite_or_several_files_have_two_processes(arguments: str):
	assert testing.processes_for(arguments.split(), cores=4) == 2


@pytest.mark.parametrize(
	"arguments",
	[
		ONE_FILE,
		f"{ONE_FILE}::test_a -q",
		f"{ONE_FILE}::test_a {ONE_FILE}::test_b",
		"-x",
		"-qx",
		"-k each_role",
		"--pdb",
		"--maxfail=1",
		"--co -q",
		f"-s {FOLDER}",
		"-n 0",
		"-n0",
		"--numprocesses=0",
		"--numprocesses 1",
	],
)
def test_one_file_or_looking_closely_has_one(arguments: str):
	assert testing.processes_for(arguments.split(), cores=4) == 1


def test_one_core_has_one_process_unless_more_are_asked_for():
	assert testing.processes_for([], cores=1) == 1
	assert testing.processes_for(["-n", "3"], cores=1) == 3
	assert testing.processes_for(["-n", "auto"], cores=4) == 4


def test_one_process_needs_nothing_of_pytest_and_two_are_divided_by_file():
	assert testing.distributed(["-q"], 1) == ["-q"]
	assert testing.distributed(["-n", "1"], 1)[-1] == "-n0"
	assert {"-q", "-n2", "--dist=loadfile"} <= set(testing.distributed(["-q"], 2))


def test_of_two_processes_each_starts_with_the_longest_file_left(tmp_path: Path):
	sources = {
		"short": "def test_a(): pass\n",
		"many": "".join(f"def test_{number}(): pass\n" for number in range(9)),
		"said": "import pytest\n@pytest.mark.slow(100)\ndef test_a(): pass\n",
		"browser": "import pytest\n@pytest.mark.browser\ndef test_a(): pass\n",
	}
	for name, source in sources.items():
		(tmp_path / f"test_{name}.py").write_text(source)
	argv = [sys.executable, "-m", "pytest", f"--config-file={ROOT / 'pyproject.toml'}", f"--rootdir={ROOT}"]
	argv += ["-p", "trial_host.inside.pytest_site"]
	options = ["-p", "no:cacheprovider", "-v", *testing.distributed([str(tmp_path)], 1), "-n1"]
	options += ["--dist=loadfile", "--no-loadscope-reorder"]
	done = subprocess.run([*argv, *options], cwd=ROOT, capture_output=True, text=True)
	ran = re.findall(r"PASSED .*test_(\w+)\.py::", done.stdout)
	assert list(dict.fromkeys(ran)) == ["said", "browser", "many", "short"]


@pytest.mark.parametrize(
	("asked", "ran"),
	[
		([], ["plain"]),
		(["--all"], ["browser", "plain", "slow"]),
		(["-m", "browser"], ["browser"]),
		(["-m", "faults"], ["faults"]),
		(["test_all.py"], ["browser", "faults", "plain", "slow"]),
		(["-n2"], ["plain"]),
	],
)
def test_the_slow_families_are_left_out_of_the_whole_suite_only(
	tmp_path: Path, asked: list[str], ran: list[str]
):
	markers = {"plain": "", "slow": "@pytest.mark.slow(9)\n"}
	markers |= {name: f"@pytest.mark.{name}\n" for name in ("browser", "faults")}
	source = "".join(f"{marker}def test_{name}(): pass\n" for name, marker in markers.items())
	(tmp_path / "test_all.py").write_text("import pytest\n" + source)
	(tmp_path / "pytest.ini").write_text("[pytest]\ntestpaths = .\nmarkers =\n browser\n faults\n slow\n")
	plugins = ["-p", "trial_host.inside.pytest_site", "-p", "no:cacheprovider", "-v", "-rA"]
	argv = [sys.executable, "-m", "pytest", "-c", "pytest.ini", *plugins, *asked]
	environment = {key: value for key, value in os.environ.items() if key != testing.STATE_VARIABLE}
	environment["PYTHONPATH"] = str(ROOT)
	done = subprocess.run(argv, cwd=tmp_path, env=environment, capture_output=True, text=True)
	assert sorted(set(re.findall(r"PASSED .*::test_(\w+)", done.stdout))) == ran, done.stdout + done.stderr
