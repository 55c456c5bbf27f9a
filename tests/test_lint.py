"""The JavaScript baseline: Safari 16 and its contemporaries, by the rules in tests/lint/eslint.config.js."""

import subprocess
from pathlib import Path

import pytest

from live_book.assets import node_tool

ROOT = Path(__file__).parent.parent
OURS = [*(ROOT / "live_book").glob("*/static/*.js"), *(ROOT / "relu_lib/figures").rglob("*.js")]
TOO_NEW = {
    "[1, 2].toSorted();": "toSorted",
    "Object.groupBy([], String);": "groupBy",
    "Promise.withResolvers();": "withResolvers",
    "/(?<=a)b/.test('ab');": "lookbehind",
    "class A { static { this.a = 1; } }": "static block",
    "document.body.checkVisibility();": "checkVisibility",
    "new URLPattern('/a');": "URLPattern",
}


def complaints(*files):
    command = [node_tool("node"), "tests/lint/node_modules/eslint/bin/eslint.js", "-c", "tests/lint/eslint.config.js"]
    done = subprocess.run([*command, *map(str, files)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def test_our_scripts_run_in_safari_16():
    assert len(OURS) >= 19
    assert complaints(*OURS) == ""


@pytest.fixture
def script():
    """A script below the project, where the linter's settings reach."""
    path = ROOT / "tests/lint/probe.js"
    yield path
    path.unlink()


def test_the_rules_know_what_is_too_new(script):
    script.write_text("\n".join(TOO_NEW))
    said = complaints(script)
    lines = {int(line.split(":")[0]): line for line in said.splitlines() if "  error  " in line}
    assert [line for line in range(1, len(TOO_NEW) + 1) if line not in lines] == []
    assert all(word in said for word in TOO_NEW.values())
