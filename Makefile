# Two commands do all the set-up: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= runs/hague-2035

.PHONY: run test docs bench validation scorecard lock clean

run: $(VENV)/.engine
	$(BIN)/burdenshare run hague-2035 --out $(OUT)

test: $(VENV)/.installed-dev
	./tests/browser_setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

docs: $(VENV)/.installed-dev
	$(BIN)/python -m sphinx -W -b html docs docs/_build/html
	@echo "The documentation lies in docs/_build/html/index.html"

bench: $(VENV)/.installed-dev
	$(BIN)/python benchmarks/run.py

scorecard: $(VENV)/.installed
	$(BIN)/burdenshare bargain --score

validation: $(VENV)/.installed
	$(BIN)/python docs/validate.py

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "burdenshare needs Python 3.11 or later")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

# Ten to fifteen seconds, once: runs with draws then find their engine compiled.
$(VENV)/.engine: $(VENV)/.installed $(wildcard burdenshare/projection/futures/*.py burdenshare/projection/debt/loops.py)
	$(BIN)/python -m burdenshare.projection.debt & $(BIN)/python -m burdenshare.projection.futures && wait $$!
	touch $@

$(VENV)/.installed-dev: $(VENV)/bin/python requirements-dev.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@ $(VENV)/.installed

# Needs uv; the lock files pin versions and hashes and name no index.
lock:
	uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet --output-file requirements.lock
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet --output-file requirements-dev.lock

clean:
	rm -rf $(VENV) docs/_build runs
