"""What Sphinx and the theme are told before they write pages."""

from live_book.finish import theme


def test_mistakes_are_reported_where_the_sources_live():
    title = "title=Mistake%20on%20page%20chapters/x"
    assert theme.report_url("https://github.com/a/b", "chapters/x") == f"https://github.com/a/b/issues/new?{title}"
    assert "/-/issues/new?" in theme.report_url("https://gitlab.com/a/b", "chapters/x")
