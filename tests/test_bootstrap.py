"""Whatever a machine lacks is named in one sentence, with exit status 1 and no traceback."""

import ast
import builtins
import hashlib
import os
import re
import sys
import threading
import zipfile
from pathlib import Path

import pytest

import bootstrap

ROOT = Path(__file__).parent.parent


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A copy of the inputs, with no environment yet."""
    for path in bootstrap.INPUTS:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / ".venv/.complete")
    monkeypatch.setattr(bootstrap, "INPUTS", [tmp_path / path.name for path in bootstrap.INPUTS])
    return tmp_path


def said(capsys):
    out = capsys.readouterr().err.strip()
    assert out.startswith("bootstrap: ") and "\n" not in out and "Traceback" not in out
    return out


def test_an_old_python_is_named_with_the_remedy(capsys, monkeypatch, elsewhere):
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 10, 4))
    assert bootstrap.main() == 1
    assert "this is Python 3.10.4" in (sentence := said(capsys)) and "make PYTHON=python3.11" in sentence


def test_an_older_python_can_read_the_file_so_as_to_say_it_is_too_old():
    ast.parse((ROOT / "bootstrap.py").read_text(), feature_version=(3, 7))


def test_a_missing_venv_module_is_named_with_the_remedy(capsys, monkeypatch, elsewhere):
    true_import = builtins.__import__

    def without_ensurepip(name, *arguments, **options):
        if name == "ensurepip":
            raise ImportError(name)
        return true_import(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without_ensurepip)
    assert bootstrap.main() == 1
    assert "sudo apt install python3-venv" in said(capsys)


def test_no_network_is_one_sentence(capsys, monkeypatch, elsewhere):
    monkeypatch.setattr(bootstrap, "reaches", lambda *_: False)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(elsewhere))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    assert bootstrap.main() == 1
    sentence = said(capsys)
    assert "No matching distribution found" in sentence and "network" in sentence
    assert not bootstrap.STAMP.exists()  # so that the next run tries again


def test_a_folder_that_cannot_be_written_is_one_sentence(capsys, monkeypatch, elsewhere):
    monkeypatch.setattr(bootstrap, "VENV", elsewhere / "pyproject.toml" / ".venv")  # below a file
    monkeypatch.setattr(bootstrap, "STAMP", elsewhere / "pyproject.toml" / ".venv/.complete")
    assert bootstrap.main() == 1
    assert "could not create" in said(capsys)


def test_an_index_that_never_answers_is_given_up_within_seconds(monkeypatch):
    end_of_test = threading.Event()

    def never_answers(*_, **__):
        end_of_test.wait(60)
        raise OSError

    monkeypatch.setattr(bootstrap.urllib.request, "urlopen", never_answers)
    assert not bootstrap.reaches("https://download.example", 0.2)
    assert not end_of_test.is_set()  # given up while the other side still keeps silent
    waiting = [thread for thread in threading.enumerate() if thread.name.endswith("(ask)")]
    assert waiting  # that is: it was asked, and is not waited for
    end_of_test.set()
    for thread in waiting:
        thread.join()


@pytest.mark.parametrize("reached", [True, False])
@pytest.mark.parametrize("had", [True, False])
def test_the_build_for_processors_alone_is_tried_first_and_cuda_comes_only_without_it(
    monkeypatch, capsys, reached, had
):
    calls = []

    def pip(*arguments):
        calls.append(arguments)
        if "requirements-cpu.txt" in arguments and not had:
            raise bootstrap.Missing("no such file.")

    monkeypatch.setattr(bootstrap, "pip", pip)
    monkeypatch.setattr(bootstrap.sys, "platform", "linux")
    monkeypatch.setattr(bootstrap, "reaches", lambda *_: reached)
    monkeypatch.setattr(bootstrap, "runs", lambda *_: not had)  # is it CUDA's?
    bootstrap.install()
    pinned = "install", "--require-hashes", "--no-deps"
    own_index = ("--extra-index-url", bootstrap.TORCH_CPU_INDEX) if reached else ()
    rest = ["requirements.txt"] if had else ["requirements.txt", "requirements-cuda.txt"]
    assert calls[0] == (*pinned, *own_index, "-r", "requirements-cpu.txt")
    assert calls[1:-1] == [(*pinned, "-r", file) for file in rest]
    assert ("several gigabytes" in capsys.readouterr().out) is not had


def test_a_change_of_any_input_asks_for_another_environment(elsewhere):
    seen = {bootstrap.digest()}
    for path in bootstrap.INPUTS:
        path.write_text(path.read_text() + "\n")
        seen.add(bootstrap.digest())
    assert len(seen) == 1 + len(bootstrap.INPUTS)


def test_what_is_complete_is_left_alone(monkeypatch):
    monkeypatch.setattr(bootstrap, "install", lambda: pytest.fail("installed again"))
    assert bootstrap.main() == 0


PINS = ["requirements.txt", "requirements-cpu.txt", "requirements-cuda.txt", "binder/requirements.txt"]


def entries(file):
    """What a file of pins names, each with its digests."""
    text = re.sub(r"^(#|--).*\n", "", (ROOT / file).read_text(), flags=re.MULTILINE)
    return re.split(r"\n(?=[a-z])", text.rstrip("\n"))


def pins(file="requirements.txt"):
    return [entry.split(" \\\n")[0] for entry in entries(file)]


@pytest.mark.parametrize("file", PINS)
def test_each_pin_has_the_digests_of_its_files(file):
    assert pins(file)
    for entry in entries(file):
        assert re.fullmatch(r"[\w.-]+==\S+.*?( \\\n    --hash=sha256:[0-9a-f]{64})+", entry), entry


def test_cudas_packages_stand_apart():
    cuda = re.compile("nvidia|cuda|triton")
    assert all(map(cuda.match, pins("requirements-cuda.txt")))
    assert not any(cuda.match(pin) for file in PINS if "cuda" not in file for pin in pins(file))


def test_the_two_builds_of_pytorch_are_of_one_version():
    (default,) = [pin for pin in pins() if pin.startswith("torch==")]
    assert pins("requirements-cpu.txt") == [f"{default}+cpu"] and f"{default}+cpu" in pins("binder/requirements.txt")


def test_packages_that_everybody_needs_are_pinned():
    assert {"numpy", "setuptools", "torch"} <= {pin.split("==")[0] for pin in pins()}


def test_a_package_of_another_content_is_not_installed(monkeypatch, elsewhere):
    wheel = elsewhere / "pretender-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as packed:
        packed.writestr("pretender.py", "")
        packed.writestr("pretender-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: pretender\nVersion: 1.0\n")
        packed.writestr("pretender-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        packed.writestr("pretender-1.0.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(elsewhere))
    monkeypatch.setenv("PIP_TARGET", str(elsewhere / "target"))
    monkeypatch.setattr(bootstrap, "venv_python", lambda: Path(sys.executable))
    monkeypatch.setattr(bootstrap, "install_cpu_torch", lambda: None)
    monkeypatch.setattr(bootstrap, "has_cuda_torch", lambda: False)
    plain = bootstrap.pip
    monkeypatch.setattr(
        bootstrap, "pip", lambda *given: None if "-e" in given else plain(*given)
    )  # the library is ours
    for digest, fits in ("0" * 64, False), (hashlib.sha256(wheel.read_bytes()).hexdigest(), True):
        (elsewhere / "requirements.txt").write_text(f"pretender==1.0 --hash=sha256:{digest}\n")
        if fits:
            bootstrap.install()
        else:
            with pytest.raises(bootstrap.Missing, match="another content"):
                bootstrap.install()
        assert (elsewhere / "target/pretender.py").exists() == fits


def test_this_environment_is_the_pinned_one():
    from importlib.metadata import version

    from packaging.requirements import Requirement

    for line in pins():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate():
            assert requirement.specifier.contains(version(requirement.name)), line


def test_python_runs_are_those_of_the_environment():
    assert Path(sys.prefix) == bootstrap.VENV
