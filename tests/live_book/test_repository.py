"""Where the sources live."""

import pytest

from live_book import repository


@pytest.mark.parametrize(
    "remote, address",
    [
        ("git@github.com:someone/book.git", "https://github.com/someone/book"),
        ("https://github.com/someone/book", "https://github.com/someone/book"),
        ("https://user:secret@github.com/someone/book.git/", "https://github.com/someone/book"),
        ("ssh://git@gitlab.com/group/sub/book.git", "https://gitlab.com/group/sub/book"),
        ("/srv/git/book.git", ""),
        ("https://example.org/github.com/book", ""),
        ("", ""),
    ],
)
def test_a_remote_becomes_its_web_page(remote, address):
    assert repository.web_address(remote) == address


def test_the_repository_is_asked_for_in_order(monkeypatch):
    monkeypatch.setattr(repository, "_git", lambda *_: "git@github.com:from/git.git")
    ci = {"GITHUB_REPOSITORY": "a/fork", "GITHUB_SERVER_URL": "https://github.example"}
    assert (
        repository.repository_url({"BOOK_REPOSITORY_URL": "https://github.com/x/y/", **ci}) == "https://github.com/x/y"
    )
    assert repository.repository_url(ci) == "https://github.example/a/fork"
    assert repository.repository_url({"CI_PROJECT_URL": "https://gitlab.com/g/b"}) == "https://gitlab.com/g/b"
    assert repository.repository_url({}) == "https://github.com/from/git"


def test_the_branch_of_a_pull_request_is_not_linked_to(monkeypatch):
    monkeypatch.setattr(repository, "_git", lambda *_: "")
    pull = {"GITHUB_REF_NAME": "12/merge", "GITHUB_REF_TYPE": "branch", "GITHUB_HEAD_REF": "fix"}
    assert repository.branch(pull) == "main"
    assert repository.branch({"GITHUB_REF_NAME": "next", "GITHUB_REF_TYPE": "branch"}) == "next"
    assert repository.branch({"BOOK_BRANCH": "mine", **pull}) == "mine"


def test_a_launch_checks_out_what_is_surely_pushed(monkeypatch):
    monkeypatch.setattr(repository, "_git", lambda *_: "")
    built = {"GITHUB_REF_NAME": "next", "GITHUB_REF_TYPE": "branch", "GITHUB_SHA": "0123abc"}
    assert repository.launched(built) == "0123abc"
    assert repository.launched(built | {"BOOK_BRANCH": "mine"}) == "mine"
    assert repository.launched(built | {"GITHUB_REF_NAME": "12/merge", "GITHUB_HEAD_REF": "fix"}) == "main"
