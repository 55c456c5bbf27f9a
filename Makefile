# The book's commands. Windows, or no make: README.md gives the plain ones.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
SITE := _build/html
READY := .venv/.complete
ASSETS := live_book/npm/node_modules/.complete
BUILT := _build/.built
SOURCES := _config.yml $(wildcard benchmarks/results/*) _toc.yml index.md $(wildcard chapters/*) $(shell find relu_lib live_book assign -type f -not -path '*/__pycache__/*' -not -path "*/node_modules/*" -not -path "*/.fetched/*")

# This test builds the book in place, which no other test may see half done.
ALONE := tests/live_book/test_build.py::test_the_book_itself_was_built_and_a_second_build_executes_nothing

# Python in the page: what the public site and the tests have, and `make serve` does not wait for. The second make sees
# what the first has fetched.
PAGE_PYTHON := live_book/.fetched/.complete

.PHONY: published serve test test-deploy faults links book book-pdf site-zip edition assignments bench screenshots requirements clean

serve: $(BUILT)
	@$(BIN)/python -m live_book --port $(PORT) $(if $(NO_BROWSER),--no-browser)

# Dealt out in groups, the dearest first (tests/costs.py). Three workers keep two cores busy: each often waits.
DEALT := -n 3 --dist loadgroup

# A worker that dies takes a test with it, which would kill the next worker too: two are replaced, no more.
test: published
	@$(BIN)/python -m live_book.assets --tests
	@$(BIN)/python -m tests.browser.browsers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m pytest $(DEALT) --max-worker-restart 2 --durations 20 --deselect $(ALONE)
	$(BIN)/python -m pytest -q $(ALONE)

# Slower: what Binder, JupyterLab, a JupyterHub and Colab do with the committed state, in environments of their own. And
# what `make test` has a part of, in the whole Chromium.
test-deploy: export THOROUGH = 1
test-deploy: export VISITS = 20
test-deploy: published
	@$(BIN)/python -m tests.browser.browsers
	$(BIN)/python -m pytest -s --timeout 1200 tests/deploy
	$(BIN)/python -m pytest -n 2 --dist loadgroup tests/assign tests/browser

# Slower, too: line by line the project is broken on purpose, in a copy; a test must notice (tests/faults.toml).
faults: published
	@$(BIN)/python -m live_book.assets --tests
	@$(BIN)/python -m tests.faults

# Every address on the internet that the book names is asked whether it is there.
links: $(READY) $(ASSETS)
	$(BIN)/jupyter-book build . --builder linkcheck --path-output _build/links

book: published

published: $(PAGE_PYTHON)
	@$(MAKE) --no-print-directory $(BUILT)

site-zip: published
	@ls -1 _build/html/*.zip

bench: published
	@for script in benchmarks/*.py; do $(BIN)/python $$script || exit 1; done

# A state of the book that is kept for a term beside the newest: make edition NAME=2027-spring. Without a name, all that
# have a tag and are not there yet.
edition: $(READY)
	@$(BIN)/python -m live_book.editions $(NAME)
	@touch -c _config.yml && $(MAKE) --no-print-directory book

# Each chapter, and the whole book, to be printed; the site is built again, as it offers them.
book-pdf: published
	@$(BIN)/python -m tests.browser.browsers
	@$(BIN)/python -m live_book.paper
	@touch -c _config.yml && $(MAKE) --no-print-directory book

# What an instructor gives out of each chapter: notebooks, with and without solutions, nbgrader's source, an autograder.
assignments: published
	@$(BIN)/python -m assign editions

screenshots: published
	@$(BIN)/python -m tests.browser.browsers
	@$(BIN)/python -m tests.browser.screenshots

$(READY): bootstrap.py $(wildcard requirements*.txt) pyproject.toml
	@$(PYTHON) bootstrap.py

$(ASSETS): live_book/assets.py live_book/npm/package-lock.json $(READY)
	@$(BIN)/python -m live_book.assets && touch $@

$(PAGE_PYTHON): live_book/live/page_python/requirements.txt live_book/live/page_python/packages.json $(ASSETS)
	@$(BIN)/python -m live_book.live.page_python && touch $@

$(BUILT): $(READY) $(ASSETS) $(SOURCES) $(wildcard $(PAGE_PYTHON))
	$(BIN)/jupyter-book build . -W -n --keep-going
	@touch $@

# After a change of pyproject.toml: pins that still fit stay (UPGRADE=--upgrade for the newest), with the digests of their
# files; what only PyTorch's CUDA build needs stands apart; Binder's image and the peers of the benchmarks get the same
# versions. Of PyTorch's CPU build, which is not on the default index, it is the file for this machine that gets a digest.
UPGRADE ?=
COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --no-header --no-annotate --python-version 3.11
CUDA := ^(cuda|nvidia|triton)
WITHOUT_CUDA := awk '/^[a-z]/ { left_out = /$(CUDA)/ } !left_out'
ONLY_CUDA := awk '/^[a-z]/ { taken = /$(CUDA)/ } taken'
HEAD = sed '/^[a-z]/,$$d'
requirements:
	$(BIN)/python -m pip install --quiet uv
	cat requirements.txt requirements-cuda.txt > hashed.new
	$(COMPILE) $(UPGRADE) --universal --extra book --extra test --generate-hashes -o hashed.new
	sed -n -E 's/^([a-z].*[^ ]) *\\$$/\1/p' hashed.new > pins.new
	$(BIN)/python -m pip download --quiet --no-deps --index-url https://download.pytorch.org/whl/cpu --dest cpu.new \
	  $$(sed -n 's/ ;.*//; /^torch==/p' pins.new)
	{ $(HEAD) requirements-cpu.txt; sed -n 's/^\(torch==[0-9.]*\).*/\1+cpu \\/p' pins.new; \
	  sha256sum cpu.new/torch-*+cpu-*.whl | sed 's/ .*//; s/^/    --hash=sha256:/'; } > cpu-headed.new
	$(COMPILE) --python-platform linux --extra notebooks --generate-hashes --constraint pins.new -o image.new
	$(COMPILE) --universal --extra bench --constraint pins.new -o bench.new
	{ $(HEAD) requirements.txt; $(WITHOUT_CUDA) hashed.new; } > requirements.new
	{ $(HEAD) requirements-cuda.txt; $(ONLY_CUDA) hashed.new; } > cuda-headed.new
	{ $(HEAD) binder/requirements.txt; $(WITHOUT_CUDA) image.new | awk '/^[a-z]/ { torch = /^torch==/ } !torch'; \
	  sed '/^#/d' cpu-headed.new; } > headed.new
	{ $(HEAD) benchmarks/requirements.txt; $(WITHOUT_CUDA) bench.new; } > bench-headed.new
	mv requirements.new requirements.txt && mv cpu-headed.new requirements-cpu.txt && mv cuda-headed.new requirements-cuda.txt
	mv headed.new binder/requirements.txt && mv bench-headed.new benchmarks/requirements.txt && rm -rf *.new

clean:
	rm -rf _build .venv && find . -name node_modules -prune -exec rm -rf {} +
