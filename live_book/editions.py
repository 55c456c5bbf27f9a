"""Editions: states of the book kept for a term beside the newest one.  python -m live_book.editions 2027-spring

An edition is the tag `edition/NAME`, and the site that is built of it, in `_build/editions/NAME`. With a name that has
no tag yet, the commit at hand gets it. Without a name, all tagged editions that are not there are built. The next
`make book` puts them into the site.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from .folders import EDITIONS, SITE

ROOT = Path(__file__).resolve().parent.parent
TAG = "edition/"
NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,40}")
TAKEN = {"chapters", "figures", "notebooks"}  # folders of the site


class Refused(Exception):
    """Why there will be no such edition; its text is the sentence to show."""


def checked_name(name, root=ROOT):
    """The name of an edition, if it can be one. Raises Refused.

    >>> checked_name("2027-spring")
    '2027-spring'
    >>> checked_name("chapters")
    Traceback (most recent call last):
    live_book.editions.Refused: 'chapters' cannot be the name of an edition: the site has a folder of that name.
    """
    if not NAME.fullmatch(name):
        raise Refused(
            f"{name!r} cannot be the name of an edition: small letters, digits, - and . only, as in 2027-spring."
        )
    if name in TAKEN or (root / name).exists():
        raise Refused(f"{name!r} cannot be the name of an edition: the site has a folder of that name.")
    return name


def git(*words, root=ROOT):
    """What git says."""
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True)
    if done.returncode:
        raise Refused(f"git {words[0]} failed: {done.stderr.strip() or done.returncode}")
    return done.stdout.strip()


def tagged(root=ROOT):
    """The names of all editions that have a tag."""
    return [tag.removeprefix(TAG) for tag in git("tag", "--list", f"{TAG}*", root=root).splitlines()]


def build(name, root=ROOT, make="make"):
    """Build an edition as it was tagged, in a copy of the project as of then. Returns the folder of its site."""
    site = SITE.with_name(EDITIONS) / checked_name(name, root) if root == ROOT else root / "_build" / EDITIONS / name
    if name not in tagged(root):
        git("tag", f"{TAG}{name}", root=root)
    copy = site.with_name(f".{name}")
    shutil.rmtree(copy, ignore_errors=True)
    git("worktree", "prune", root=root)
    git("worktree", "add", "--detach", str(copy), f"{TAG}{name}", root=root)
    try:
        subprocess.run([make, "book"], cwd=copy, env={**os.environ, "BOOK_EDITION": name}, check=True)
        shutil.rmtree(site, ignore_errors=True)
        shutil.move(copy / "_build/html", site)
    except subprocess.CalledProcessError:
        raise Refused(f"The edition {name} could not be built; what make said stands above.") from None
    finally:
        git("worktree", "remove", "--force", str(copy), root=root)
    return site


def main(words=sys.argv[1:]):
    try:
        there = SITE.with_name(EDITIONS)
        for name in words or [name for name in tagged() if not (there / name).is_dir()]:
            print(f"The edition {name} is in {build(checked_name(name))}. The next make book puts it into the site.")
    except Refused as error:
        print(f"editions: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
