"""Editions: a state of the book kept for a term, what each page says of its own, and where the others are."""

import subprocess
from types import SimpleNamespace

import pytest

from live_book import editions
from live_book.finish import Site, imprint
from live_book.finish.download import archive

CONFIG = SimpleNamespace(live_book_licence="Text: CC BY 4.0", live_book_cite="chapters/references")
MAKEFILE = 'book:\n\tmkdir -p _build/html && echo "$$BOOK_EDITION $$(cat text)" > _build/html/index.html\n'


@pytest.fixture
def project(tmp_path):
    """A project whose book is one file."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "Makefile").write_text(MAKEFILE)
    (folder / ".gitignore").write_text("_build/\n")
    write(folder, "first", "git init -q -b main")
    return folder


def write(folder, text, *before):
    (folder / "text").write_text(text)
    who = "-c user.name=A -c user.email=a@example.org"
    for command in (*before, "git add -A", f"git {who} commit -q -m {text}"):
        subprocess.run(command.split(), cwd=folder, check=True)


def test_an_edition_stays_as_it_was_while_the_book_goes_on(project):
    site = editions.build("2027-spring", project)
    assert (site / "index.html").read_text() == "2027-spring first\n"
    write(project, "second")
    assert (editions.build("2027-spring", project) / "index.html").read_text() == "2027-spring first\n"
    assert (editions.build("2027-autumn", project) / "index.html").read_text() == "2027-autumn second\n"
    assert editions.tagged(project) == ["2027-autumn", "2027-spring"]
    assert editions.git("worktree", "list", root=project).count("\n") == 0  # no copy is left


@pytest.mark.parametrize("name", ["", "Spring", "../x", "a/b", "-x", "chapters", "text"])
def test_a_name_that_cannot_be_one_is_refused_in_a_sentence(name, project):
    with pytest.raises(editions.Refused, match="cannot be the name of an edition"):
        editions.checked_name(name, project)


def test_an_edition_that_cannot_be_built_leaves_nothing_behind(project):
    write(project, "broken")
    (project / "Makefile").write_text("book:\n\tfalse\n")
    write(project, "wrong")
    with pytest.raises(editions.Refused, match="could not be built"):
        editions.build("2027-spring", project)
    assert not (project / "_build/editions/2027-spring").exists()
    assert not (project / "_build/editions/.2027-spring").exists()


def test_a_page_names_its_edition_and_commit_and_leads_to_those_that_have_it(tmp_path, monkeypatch):
    monkeypatch.setattr("live_book.repository.commit", lambda: "0123456789abcdef")
    for name, page in {"2026-autumn": "chapters/a.html", "2027-spring": "chapters/b.html"}.items():
        (tmp_path / "editions" / name / "chapters").mkdir(parents=True)
        (tmp_path / "editions" / name / page).write_text("kept")
    beside = imprint.kept(tmp_path / "html")
    said = imprint.imprint(CONFIG, "chapters/a.html", beside)
    assert said.startswith('<p class="imprint">Newest state of the book, commit <code>0123456</code>. Text: CC BY 4.0.')
    assert 'href="../2026-autumn/chapters/a.html">2026-autumn</a>' in said and "2027-spring" not in said
    assert 'href="references.html">How to cite it</a>' in said
    assert "kept" not in imprint.imprint(CONFIG, "chapters/c.html", beside)
    monkeypatch.setenv("BOOK_EDITION", "2026-autumn")
    said = imprint.imprint(CONFIG, "chapters/a.html", imprint.kept(tmp_path / "html"))
    assert "Edition 2026-autumn, commit" in said and 'href="../../index.html">To the newest state</a>' in said


def test_editions_stand_in_the_site_but_in_no_copy_to_read_offline(tmp_path):
    (tmp_path / "editions/old/chapters").mkdir(parents=True)
    (tmp_path / "editions/old/chapters/a.html").write_text("kept")
    site = Site(tmp_path / "html")
    beside = imprint.kept(site.folder)
    text = f"<html ><body>{imprint.imprint(CONFIG, 'chapters/a.html', beside)}</body></html>"
    site.write("chapters/a.html", text)
    imprint.put_beside(site, beside)
    site.drop_others()
    assert (site.folder / "old/chapters/a.html").read_text() == "kept"
    _, packed = archive("Book", site.folder, {"chapters/a.html": text})
    (tmp_path / "book.zip").write_bytes(packed)
    names = subprocess.run(["python3", "-m", "zipfile", "-l", tmp_path / "book.zip"], capture_output=True, text=True)
    assert "chapters/a.html" in names.stdout and "old/" not in names.stdout
    (tmp_path / "editions/old/chapters/a.html").unlink()
    site = Site(tmp_path / "html")
    imprint.put_beside(site, imprint.kept(site.folder))
    site.drop_others()
    assert not (site.folder / "old").exists()
