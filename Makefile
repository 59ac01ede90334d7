# `make demo` and `make test` need Python >= 3.10 and make, nothing else by hand.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: demo test test-all lint bench bench-peers clean
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

$(VENV)/.reference: $(VENV)/.test
	@echo "Installing what the slow tests compare with"
	$(PIP) install --quiet --editable '.[reference]'
	@touch $@

demo: $(VENV)/.base
	$(BIN)/whiteout demo

test: $(VENV)/.test
	$(BIN)/python -m pytest

test-all: $(VENV)/.test $(VENV)/.reference
	$(BIN)/python -m pytest -m 'slow or not slow'
	NUMBA_BOUNDSCHECK=1 $(BIN)/python -m pytest

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -p whiteout

bench: $(VENV)/.test
	$(BIN)/python -m benchmarks

# Other people's renderers and filters; one that does not install is named in the tables of `make bench`.
bench-peers:
	@echo "Installing peers into .venv-peers (OpenGL also needs: apt-get install libegl1 libgl1-mesa-dri)"
	$(PYTHON) -m venv .venv-peers
	@while read package; do \
	  .venv-peers/bin/python -m pip install --quiet "$$package" || echo "$$package does not install"; \
	done < benchmarks/peers/requirements.txt
	$(PYTHON) -m venv .venv-peers-imagecorruptions
	.venv-peers-imagecorruptions/bin/python -m pip install --quiet \
	  -r benchmarks/peers/imagecorruptions.txt || echo "imagecorruptions does not install"

clean:
	rm -rf $(VENV) build dist *.egg-info
