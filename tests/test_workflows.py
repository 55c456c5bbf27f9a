"""The workflow files are valid and safe, by the tools made to say so."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from live_book.live.launch import NOTEBOOKS

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


MAY_WRITE = {
    "publish": {"pages", "id-token"},
    "notebooks": {"contents"},
    "files": {"contents"},
    "index": {"id-token"},
}


def run(tool, *arguments):
    path = Path(sys.executable).parent / tool
    return subprocess.run([path, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True)


def test_workflows_match_githubs_schema():
    assert len(WORKFLOWS) == 4
    done = run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *WORKFLOWS)
    assert done.returncode == 0, done.stdout + done.stderr


def test_zizmor_finds_nothing():
    done = run("zizmor", "--offline", "--no-progress", ".github")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_write_only_to_publish(path):
    for name, job in yaml.safe_load(path.read_text())["jobs"].items():
        writes = {scope for scope, right in job.get("permissions", {}).items() if right == "write"}
        assert writes == MAY_WRITE.get(name, set())


def test_the_notebooks_go_to_the_branch_that_colab_is_sent_to():
    steps = yaml.safe_load((ROOT / ".github/workflows/pages.yml").read_text())["jobs"]["notebooks"]["steps"]
    assert steps[-1]["run"].rstrip().endswith(f" {NOTEBOOKS}")


def test_slow_checks_run_on_a_schedule():
    workflow = yaml.safe_load((ROOT / ".github/workflows/deploy.yml").read_text())
    assert "schedule" in workflow[True]  # YAML reads the key `on` so
    for job in "test-deploy", "faults", "links":
        assert {"run": f"make {job}"} in workflow["jobs"][job]["steps"]


def test_continuous_integration_runs_the_readmes_command():
    assert "make test" in (ROOT / ".ci/run").read_text() and "$ make test" in (ROOT / "README.md").read_text()


def test_windows_gets_the_readmes_plain_commands():
    readme = (ROOT / "README.md").read_text()
    steps = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text())["jobs"]["plain-commands"]["steps"]
    for command in (step["run"] for step in steps if "run" in step):
        windows = command.replace("$BIN/", ".venv\\Scripts\\").replace("python bootstrap", "py bootstrap")
        assert f"> {windows}\n" in readme
