"""Python in the page: cells of a published chapter run in the reader's own browser, with no server.

`sources` fetches what that takes, `packs` makes of it the few files that a browser asks for. `in_node/` works for them
in Node; `in_page/` is what a page runs: the worker, and in it the kernel. The page's side is `../static/live-page.js`.

    python -m live_book.live.page_python     fetch what is not there yet
"""
