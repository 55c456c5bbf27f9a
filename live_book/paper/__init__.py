"""The book on paper: each chapter, and the whole book, as a PDF.  python -m live_book.paper

Made of the finished site, by Chromium's own printing. `sheets` makes one document of pages of the site: links lead from
page to page of the paper, and what gives an answer away stands at the end. `printing` prints it. The PDFs are kept
beside the site; the next build puts them into it, as long as they are of the pages that it has (`finish/printed.py`).
"""
