# make serve: set up, build and serve the site.   make test: set up, run all tests.
# make test-page PAGE=…: only the tests of what belongs to one page.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ADDRESS ?= 127.0.0.1:8000
export NO_MKDOCS_2_WARNING := 1

.PHONY: serve build test test-page benchmarks clean

serve: $(VENV)/site.done
	$(BIN)/mkdocs serve --dev-addr $(ADDRESS)

build: $(VENV)/site.done
	$(BIN)/mkdocs build

test: $(VENV)/test.done
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

# make test-page PAGE=4-convolutional-networks/pooling
test-page: $(VENV)/test.done
	$(BIN)/python -m pytest --page $(PAGE)

benchmarks: $(VENV)/test.done
	$(BIN)/python -m snippets.benchmarks
	$(BIN)/python -m tests.build_times

$(VENV)/site.done: requirements.txt
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed: make PYTHON=python3.12 ...')"
	test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	touch $@

$(VENV)/test.done: $(VENV)/site.done requirements-frameworks.txt
	$(BIN)/python -m pip install --quiet --requirement requirements-frameworks.txt
	touch $@

clean:
	rm -rf site .cache $(VENV)
