"""What a finished page may not have: the build warns of it, and warnings fail the build."""

import re

from ..author import verdicts


def faults(page):
    """Sentences about what is wrong with a parsed page."""
    for element in third_party_resources(page):
        yield f"third-party resource: {str(element)[:160]}"
    for image in images_without_alt(page):
        yield f"image without alt text: {str(image)[:160]}"
    yield from verdicts.faults(page)


def third_party_resources(page):
    """Every element of a parsed page that would make a browser ask another host."""
    for element in page.find_all(["script", "link", "img", "iframe", "source", "video", "audio", "embed", "object"]):
        if element.name == "link" and set(element.get("rel") or []) & {"canonical", "author", "license"}:
            continue  # these name a page; nothing is loaded
        for name in "src", "href", "srcset", "data", "poster":
            if re.match(r"\s*(https?:)?//", str(element.get(name) or "")):
                yield element
    for element in page.find_all(["script", "style"]):
        if re.search(r"""@import|url\(\s*['"]?(https?:)?//|from\s+['"]https?:|import\(\s*['"]https?:""", element.text):
            yield element


def images_without_alt(page):
    """Images with no alt text, or with a file's name instead of one."""
    for image in page.find_all("img"):
        alt = image.get("alt")
        decorative = alt == "" or image.find_parent(attrs={"aria-hidden": "true"})
        if not decorative and (not alt or re.fullmatch(r"\S+\.(png|svg|jpe?g|gif)", alt)):
            yield image
    for picture in page.find_all("svg", attrs={"role": "img"}):
        if not picture.get("aria-label"):
            yield picture
