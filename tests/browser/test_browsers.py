"""Browsers are looked for in order, and the absence of one is one sentence."""

import subprocess

import pytest

from live_book import browser as driven

from . import browsers


def without_any(monkeypatch):
    monkeypatch.setattr(driven.shutil, "which", lambda name: None)
    monkeypatch.setattr(driven, "PLACES", {"chromium": (), "firefox": ()})
    monkeypatch.setattr(driven, "playwrights_own", lambda: None)
    for name in [*map(str.upper, driven.NAMES), "THOROUGH"]:
        monkeypatch.delenv(name, raising=False)


def test_the_systems_chromium_comes_before_playwrights(monkeypatch, tmp_path):
    without_any(monkeypatch)
    own, systems = tmp_path / "own", tmp_path / "chromium"
    own.touch()
    monkeypatch.setattr(driven, "playwrights_own", lambda: str(own))
    assert browsers.find() == str(own) and browsers.find("firefox") is None
    systems.touch()
    monkeypatch.setattr(driven.shutil, "which", lambda name: str(systems) if name == "chromium" else None)
    assert browsers.find() == str(systems)


@pytest.mark.parametrize("browser", browsers.NAMES)
def test_a_browser_named_by_hand_comes_first(monkeypatch, tmp_path, browser):
    chosen = tmp_path / "mine"
    chosen.touch()
    monkeypatch.setenv(browser.upper(), str(chosen))
    assert browsers.find(browser) == str(chosen)


def test_playwright_is_asked_before_apt_and_all_failing_is_one_sentence_a_browser(monkeypatch, capsys):
    without_any(monkeypatch)
    monkeypatch.setattr(driven.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    tried = []

    def fails(command, **_):
        tried.append(" ".join(map(str, command)))
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(browsers.subprocess, "run", fails)
    assert browsers.main() == 1
    assert "playwright install chromium" in tried[0] and "apt-get install" in tried[2]
    assert "firefox-esr" in tried[-1] and len(tried) == 5
    said = capsys.readouterr().err
    assert said.count("\n") == 2 and "sudo apt install chromium" in said and "firefox-esr" in said


@pytest.fixture
def with_shell(monkeypatch, tmp_path):
    """A machine with browsers, the shell and apt; the path of each, and of a browser of one's own."""
    without_any(monkeypatch)
    paths = {
        name: tmp_path / name for name in ["chromium", "firefox", "firefox-esr", "apt-get", "mine", browsers.SHELL]
    }
    for path in paths.values():
        path.touch()
    found = lambda name: str(paths[name]) if name in paths and paths[name].exists() else None  # noqa: E731
    monkeypatch.setattr(driven.shutil, "which", found)
    return paths


@pytest.mark.parametrize(("chosen", "name"), [(None, browsers.SHELL), ("CHROMIUM", "mine"), ("THOROUGH", "chromium")])
def test_tests_drive_the_shell_unless_the_whole_is_asked_for(monkeypatch, with_shell, chosen, name):
    started = []
    monkeypatch.setattr(browsers, "launched", lambda _, *flags, path=None: started.append(path or browsers.find()))
    if chosen:
        monkeypatch.setenv(chosen, str(with_shell["mine"]))
    browsers.for_tests(None)
    with_shell[browsers.SHELL].unlink()
    monkeypatch.delenv("CHROMIUM", raising=False)
    browsers.for_tests(None)
    assert started == [str(with_shell[name]), str(with_shell["chromium"])]


def test_apt_is_asked_for_the_shell_and_that_there_is_none_is_no_fault(monkeypatch, capsys, with_shell):
    tried = []
    monkeypatch.setattr(browsers.subprocess, "run", lambda command, **_: tried.append(command))
    assert browsers.main() == 0 and tried == []
    with_shell[browsers.SHELL].unlink()
    assert browsers.main() == 0 and [command[-1] for command in tried] == [browsers.SHELL]
    assert capsys.readouterr().err == ""
