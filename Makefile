# `make demo` and `make test` need Python >= 3.10 and make, nothing else by hand.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: demo test test-all lint bench clean
.DEFAULT_GOAL := demo

$(VENV)/.base: setup.cfg pyproject.toml
	@echo "Making $(VENV) and installing whiteout with its dependencies (about 400 MB are downloaded the first time)"
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.base
	@echo "Installing the test extra"
	$(PIP) install --quiet --editable '.[test]'
	@touch $@

demo: $(VENV)/.base
	$(BIN)/whiteout demo

test: $(VENV)/.test
	$(BIN)/python -m pytest

test-all: $(VENV)/.test
	$(BIN)/python -m pytest -m 'slow or not slow'
	NUMBA_BOUNDSCHECK=1 $(BIN)/python -m pytest

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -p whiteout

bench: $(VENV)/.test
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build dist *.egg-info
