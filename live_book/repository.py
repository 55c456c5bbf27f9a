"""Where the sources live, found when the book is built, so that a fork's book links to and launches the fork."""

import os
import re
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent


def repository_url(environ=os.environ):
    """The web address of the repository, or "".

    BOOK_REPOSITORY_URL, then what CI says, then the remote `origin`.
    """
    if environ.get("BOOK_REPOSITORY_URL"):
        return environ["BOOK_REPOSITORY_URL"].rstrip("/")
    if environ.get("GITHUB_REPOSITORY"):
        return f"{environ.get('GITHUB_SERVER_URL', 'https://github.com')}/{environ['GITHUB_REPOSITORY']}"
    if environ.get("CI_PROJECT_URL"):
        return environ["CI_PROJECT_URL"]
    return web_address(_git("remote", "get-url", "origin"))


def web_address(remote):
    """The web page of a git remote on GitHub or GitLab, or "" for any other.

    >>> web_address("git@github.com:someone/book.git")
    'https://github.com/someone/book'
    >>> web_address("https://user:secret@gitlab.com/group/sub/book/")
    'https://gitlab.com/group/sub/book'
    >>> web_address("/srv/git/book.git")
    ''
    """
    form = r"(?:git@|ssh://git@|https?://(?:[^@/]*@)?)(github\.com|gitlab\.com)[:/](.+?)(?:\.git)?/?"
    match = re.fullmatch(form, remote)
    return f"https://{match[1]}/{match[2]}" if match else ""


def branch(environ=os.environ):
    """The branch that links point at: BOOK_BRANCH, then CI's (not a pull request's), then git's."""
    candidates = (
        environ.get("BOOK_BRANCH"),
        _is_on_branch(environ) and environ.get("GITHUB_REF_NAME"),
        _git("branch", "--show-current"),
    )
    return next((name for name in candidates if name), "main")


def commit(environ=os.environ):
    """The commit that is built, in full, or "" outside a repository."""
    return environ.get("GITHUB_SHA") or environ.get("CI_COMMIT_SHA") or _git("rev-parse", "HEAD")


def edition(environ=os.environ):
    """The name of the edition that is being built, "" if it is the newest state of the book."""
    return environ.get("BOOK_EDITION", "")


def launched(environ=os.environ):
    """What a launch checks out: where CI builds a branch, the very commit, which is surely pushed; else the branch."""
    pushed = _is_on_branch(environ) and environ.get("GITHUB_SHA")
    return pushed if pushed and not environ.get("BOOK_BRANCH") else branch(environ)


def _is_on_branch(environ):
    return environ.get("GITHUB_REF_TYPE") == "branch" and not environ.get("GITHUB_HEAD_REF")


def _git(*arguments):
    try:
        done = subprocess.run(["git", *arguments], cwd=HERE, capture_output=True, text=True, timeout=5)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
