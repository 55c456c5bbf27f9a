"""Pictures of every page, light, dark and 360 px wide:  python -m tests.browser.screenshots

They go to `_build/screenshots/`. To be looked at, by a person.
"""

import sys

from playwright.sync_api import sync_playwright

from live_book.folders import SITE

from . import browsers
from .published import published

FOLDER = SITE.parent / "screenshots"
VIEWS = {  # name → (width, height, theme)
    "light": (1280, 900, "light"),
    "dark": (1280, 900, "dark"),
    "phone": (360, 740, "light"),
    "phone-dark": (360, 740, "dark"),
}
ALL_DRAWN = "* { content-visibility: visible !important; }"  # out of sight a page draws nothing, but a picture shows it


def page_names(site=SITE):
    """Every page of the built book a reader can open, by its path below the site."""
    skipped = {"genindex", "py-modindex"}
    pages = [path.relative_to(site).as_posix() for path in site.rglob("*.html") if "_static" not in path.parts]
    return sorted(page for page in pages if page.removesuffix(".html") not in skipped)


def main():
    wanted = sys.argv[1:]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with published() as address, sync_playwright() as playwright:
        browser = browsers.launched(playwright)
        for view, (width, height, theme) in VIEWS.items():
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
            page = context.new_page()
            for name in page_names():
                if wanted and not any(word in name for word in wanted):
                    continue
                page.goto(address + name)
                page.add_style_tag(content=ALL_DRAWN)
                if page.locator("#live-figures").count():
                    page.locator("html[data-figures=alive]").wait_for()
                picture = FOLDER / f"{name.removesuffix('.html').replace('/', '-')}-{view}.png"
                page.screenshot(path=picture, full_page=True)
                print(picture.relative_to(SITE.parent.parent))
        browser.close()


if __name__ == "__main__":
    main()
