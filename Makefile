# The book's commands. Windows, or no make: README.md gives the plain ones.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
SITE := _build/html
READY := .venv/.complete
ASSETS := live_book/static/vendor/katex/.complete
BUILT := _build/.built
SOURCES := _config.yml _toc.yml index.md $(wildcard chapters/*) $(shell find relu_lib live_book -type f -not -path '*/__pycache__/*' -not -path '*/vendor/*')

# This test builds the book in place, which no other test may see half done.
ALONE := tests/test_build.py::test_the_book_itself_was_built_and_a_second_build_executes_nothing

.PHONY: serve test book bench screenshots requirements clean

serve: $(BUILT)
	@$(BIN)/python -m live_book --port $(PORT) $(if $(NO_BROWSER),--no-browser)

test: $(BUILT)
	@$(BIN)/python -m live_book.assets --tests
	@$(BIN)/python -m tests.browser.browsers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m pytest -n 2 --dist loadfile --deselect $(ALONE)
	$(BIN)/python -m pytest -q $(ALONE)

book: $(BUILT)

bench: $(BUILT)
	@for script in benchmarks/*.py; do $(BIN)/python $$script || exit 1; done

screenshots: $(BUILT)
	@$(BIN)/python -m tests.browser.browsers
	@$(BIN)/python -m tests.browser.screenshots

$(READY): bootstrap.py requirements.txt pyproject.toml
	@$(PYTHON) bootstrap.py

$(ASSETS): live_book/assets.py $(READY)
	@$(BIN)/python -m live_book.assets && touch $@

$(BUILT): $(READY) $(ASSETS) $(SOURCES)
	$(BIN)/jupyter-book build . -W -n --keep-going
	@touch $@

# After a change of pyproject.toml: the newest versions it allows, CUDA's packages left out.
requirements:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --extra book --extra test --no-header --no-annotate \
	  pyproject.toml | grep -vE '^(cuda|nvidia|triton)' > requirements.new
	echo "-e ." >> requirements.new && mv requirements.new requirements.txt

clean:
	rm -rf _build .venv live_book/static/vendor tests/browser/vendor tests/browser/firefox/node_modules
