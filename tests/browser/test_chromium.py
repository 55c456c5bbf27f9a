"""Chromium is looked for in order, and its absence is one sentence."""

import subprocess

from . import chromium


def without_any(monkeypatch):
    monkeypatch.setattr(chromium.shutil, "which", lambda name: None)
    monkeypatch.setattr(chromium, "PLACES", ())
    monkeypatch.setattr(chromium, "playwrights_own", lambda: None)
    monkeypatch.delenv("CHROMIUM", raising=False)


def test_the_systems_chromium_comes_before_playwrights(monkeypatch, tmp_path):
    without_any(monkeypatch)
    own, systems = tmp_path / "own", tmp_path / "chromium"
    own.touch()
    monkeypatch.setattr(chromium, "playwrights_own", lambda: str(own))
    assert chromium.find() == str(own)
    systems.touch()
    monkeypatch.setattr(chromium.shutil, "which", lambda name: str(systems) if name == "chromium" else None)
    assert chromium.find() == str(systems)


def test_playwright_is_asked_before_apt_and_both_failing_is_one_sentence(monkeypatch, capsys):
    without_any(monkeypatch)
    monkeypatch.setattr(chromium.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    tried = []

    def fails(command, **_):
        tried.append(" ".join(map(str, command)))
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(chromium.subprocess, "run", fails)
    assert chromium.main() == 1
    assert "playwright install chromium" in tried[0] and "apt-get install" in tried[-1]
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "sudo apt install chromium" in said
