"""What makes an executed page out of date."""

from live_book import invalidation


def test_the_digest_sees_names_and_contents(tmp_path):
    (tmp_path / "a.py").write_text("1")
    first = invalidation.digest(tmp_path, ["*.py"])
    assert invalidation.digest(tmp_path, ["*.py", "a.*"]) == first
    (tmp_path / "a.py").write_text("2")
    second = invalidation.digest(tmp_path, ["*.py"])
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert len({first, second, invalidation.digest(tmp_path, ["*.py"])}) == 3


def test_the_stamp_of_a_broken_build_is_no_stamp(tmp_path):
    (tmp_path / "live_book.json").write_text("{")
    assert {} == invalidation._remembered(type("App", (), {"outdir": tmp_path / "html"}))
