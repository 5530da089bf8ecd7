# make demo: set everything up and show what meetlint does. make test: the same, then every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check-code check-architecture unit counterparts lock messages rule-pages bench clean

demo: $(READY)
	$(BIN)/meetlint demo

test: check-code check-architecture unit

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "meetlint needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

check-code: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check-architecture: $(READY)
	$(BIN)/lint-imports --no-cache

unit: $(READY)
	$(BIN)/python -m pytest -n 2 --dist worksteal

# What the tests need from Debian and npm; nothing yet.
counterparts:
	@echo "Nothing to install yet: every test runs with what make test installs."

# Renew the exact versions from the ranges in pyproject.toml; needs uv.
lock:
	uv pip compile --universal --python-version 3.11 --all-extras --generate-hashes --no-header --quiet pyproject.toml -o requirements.lock

# Collect every text into the Dutch catalogue, and compile it.
messages: $(READY)
	$(BIN)/python -m tests.catalogue --update

rule-pages: $(READY)
	$(BIN)/python -m tests.rule_pages --update

bench: $(READY)
	$(BIN)/python -m benchmarks.start

clean:
	rm -rf $(VENV)
