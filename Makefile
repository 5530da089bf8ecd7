# make demo: set everything up and show what meetlint does. make test: the same, then every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check-code check-architecture unit counterparts lock messages rule-pages bench clean

demo: $(READY)
	$(BIN)/meetlint demo --report report.html

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

# What the tests need from Debian and npm: a browser, its driver, and judges of the page. Quick when it is there.
ROOT := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)
APT := $(ROOT) env DEBIAN_FRONTEND=noninteractive apt-get
FONTS := /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
counterparts: tests/browser/node_modules/.ready
	@command -v chromium >/dev/null && test -f $(FONTS) || { \
		$(APT) update -q && $(APT) install -q -y --no-install-recommends chromium fonts-dejavu-core; }

tests/browser/node_modules/.ready: tests/browser/package-lock.json
	@command -v npm >/dev/null || { $(APT) update -q && $(APT) install -q -y --no-install-recommends nodejs npm; }
	npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund
	touch $@

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
	$(BIN)/python -m benchmarks.report

clean:
	rm -rf $(VENV)
