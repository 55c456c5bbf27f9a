"""The pinned browser files: npm refuses other contents, and a failure is a sentence."""

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from live_book import assets


def test_without_the_machines_npm_the_packaged_one_is_used(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert Path(assets.node_tool("npm")).parent == Path(sys.executable).parent
    done = subprocess.run([assets.node_tool("node"), "--version"], capture_output=True, text=True)
    assert done.stdout.startswith("v")


@pytest.fixture
def folder(tmp_path):
    """A folder with a lock file, which pins nothing."""
    (tmp_path / "package.json").write_text('{"name": "probe", "version": "1.0.0"}')
    lock = {
        "name": "probe",
        "version": "1.0.0",
        "lockfileVersion": 3,
        "packages": {"": {"name": "probe", "version": "1.0.0"}},
    }
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))
    return tmp_path


def test_what_is_pinned_is_fetched_once_and_anew_when_the_lock_file_changes(folder, monkeypatch):
    calls = []

    def npm(arguments, where):
        calls.append(arguments[0])
        (where / "node_modules").mkdir(exist_ok=True)

    monkeypatch.setattr(assets, "_npm", npm)
    for _ in range(2):
        assets.fetch(folder)
    assert calls == ["ci"] and assets.is_fetched(folder)
    (folder / "package-lock.json").write_text("another")
    assert not assets.is_fetched(folder)
    assets.fetch(folder)
    assert calls == ["ci", "ci"]


def test_a_package_of_another_digest_is_refused_and_leaves_no_stamp(folder):
    """A package that lies in the folder itself, packed: npm compares its digest without a network."""
    (folder / "package").mkdir()
    (folder / "package/package.json").write_text('{"name": "x", "version": "1.0.0"}')
    with tarfile.open(folder / "x-1.0.0.tgz", "w:gz") as archive:
        archive.add(folder / "package", "package")
    digest = hashlib.sha512((folder / "x-1.0.0.tgz").read_bytes()).digest()
    named = {"dependencies": {"x": "file:x-1.0.0.tgz"}}
    (folder / "package.json").write_text(json.dumps({"name": "probe", "version": "1.0.0", **named}))
    for flipped, refused in (0, False), (1, True):
        integrity = "sha512-" + base64.b64encode(bytes([digest[0] ^ flipped]) + digest[1:]).decode()
        packed = {"version": "1.0.0", "resolved": "file:x-1.0.0.tgz", "integrity": integrity}
        packages = {"": {"name": "probe", "version": "1.0.0", **named}, "node_modules/x": packed}
        lock = {"name": "probe", "version": "1.0.0", "lockfileVersion": 3, "packages": packages}
        (folder / "package-lock.json").write_text(json.dumps(lock))
        shutil.rmtree(folder / "node_modules", ignore_errors=True)
        if refused:
            with pytest.raises(assets.FetchError, match="ntegrity"):
                assets.fetch(folder)
        else:
            assets.fetch(folder)
        assert assets.is_fetched(folder) is not refused


def test_every_pinned_package_has_a_digest_and_no_address():
    for folder in [assets.SITE, *assets.TESTS]:
        packages = json.loads((folder / "package-lock.json").read_text())["packages"]
        for name, package in packages.items():
            is_ours = name in ("", "nothing") or package.get("link")
            assert is_ours or package.get("integrity", "").startswith("sha512-"), name
            assert "://" not in package.get("resolved", ""), name


def test_no_network_is_one_sentence(monkeypatch, capsys, folder):
    monkeypatch.setattr(assets, "SITE", folder)
    said = "npm error code ENOTFOUND\nnpm error network request failed\nnpm error A complete log is elsewhere\n"
    monkeypatch.setattr(assets.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 1, "", said))
    assert assets.main([]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "(network request failed)" in said and "check the network" in said
