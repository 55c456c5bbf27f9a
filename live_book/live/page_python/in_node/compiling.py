"""Wheels → files as a page's Python wants them, modules compiled by that very Python: pack.mjs runs this there."""

import importlib.util
import io
import re
import zipfile
from importlib._bootstrap_external import _code_to_hash_pyc

SITE = "/lib/python3.14/site-packages/"
STDLIB = "/lib/python3.14/"
CACHE = "__pycache__"
# What no cell of a page can use: tests, windows, servers, what is for compilers, other front ends.
LEFT_OUT = re.compile(
    r"(^|/)(tests?|sample_data|pdfcorefonts|afm|web_backend|include|_pyinstaller|conftest\.py)(/|$)"
    r"|\.(pyi|h|c|pxd|pyx|typed|lib|a|js\.map)$"
    r"|^IPython/(terminal|extensions|sphinxext)/|/mpl-data/images/"
    r"|^pygments/lexers/(?!__init__|_mapping|python|special)"
    r"|^[^/]+\.data/|\.dist-info/(?!METADATA|entry_points)|^anywidget/(labextension|nbextension|static)/"
)


def compiled(source, path):
    """Bytecode that is never held against its source."""
    code = compile(source, path, "exec", dont_inherit=True)
    return bytes(_code_to_hash_pyc(code, importlib.util.source_hash(source), False))


def of_wheel(wheel):
    """{path: content} of a wheel: of its modules the bytecode alone."""
    files = {}
    with zipfile.ZipFile(io.BytesIO(wheel.to_bytes())) as archive:
        for name in archive.namelist():
            if name.endswith("/") or LEFT_OUT.search(name):
                continue
            content = archive.read(name)
            if name.endswith(".py"):
                files[SITE + name + "c"] = compiled(content, SITE + name)
            else:
                files[SITE + name] = content
    return files


def of_sources(names, contents):
    """{path: content} of modules that come with their source, which tracebacks show."""
    files = {}
    for name, content in zip(names, contents):
        content = content.to_bytes()
        files[SITE + name] = content
        if name.endswith(".py"):
            folder, _, stem = f"/{name}".rpartition("/")
            place = f"{SITE}{folder[1:]}/{CACHE}/{stem[:-3]}.cpython-314.pyc".replace("//", "/")
            files[place] = compiled(content, SITE + name)
    return files


def of_stdlib(archive):
    """{path: content} of the standard library: of its modules the bytecode alone."""
    files = {}
    with zipfile.ZipFile(io.BytesIO(archive.to_bytes())) as packed:
        for name in packed.namelist():
            if name.endswith(".py"):
                files[f"{STDLIB}{name}c"] = compiled(packed.read(name), STDLIB + name)
            elif not name.endswith("/"):
                files[STDLIB + name] = packed.read(name)
    return files
