# make demo: set everything up and show what meetlint does. make test: the same, then every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check-code check-architecture unit counterparts peers lock messages rule-pages mutants bench fuzz clean

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

# What the tests need from Debian, npm and PyPI: a browser and judges of its pages, counterparts of Google and
# Microsoft, PostgreSQL, and servers of mail, which are left without settings and are not used as the system's own. Quick
# when it is there.
ROOT := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)
APT := $(ROOT) env DEBIAN_FRONTEND=noninteractive apt-get
FONTS := /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
NPM_FOLDERS := tests/browser tests/counterparts/google tests/counterparts/microsoft
PYTHON_FOLDERS := tests/counterparts tests/counterparts/kubernetes tests/counterparts/tau_argus
PEERS := benchmarks/peers
counterparts: $(NPM_FOLDERS:%=%/node_modules/.ready) $(PYTHON_FOLDERS:%=%/venv/.ready)
	@command -v chromium >/dev/null && test -f $(FONTS) || { \
		$(APT) update -q && $(APT) install -q -y --no-install-recommends chromium fonts-dejavu-core; }
	@command -v postgres >/dev/null || test -d /usr/lib/postgresql || { \
		$(APT) update -q && $(APT) install -q -y --no-install-recommends postgresql; }
	@test -x /usr/sbin/postfix && test -x /usr/sbin/dovecot || { \
		echo postfix postfix/main_mailer_type select No configuration | $(ROOT) debconf-set-selections; \
		$(APT) update -q && $(APT) install -q -y --no-install-recommends postfix dovecot-core dovecot-imapd; }
	@command -v java >/dev/null || { $(APT) update -q && $(APT) install -q -y --no-install-recommends default-jre-headless; }

$(NPM_FOLDERS:%=%/node_modules/.ready) $(PEERS)/node_modules/.ready: %/node_modules/.ready: %/package-lock.json
	@command -v npm >/dev/null || { $(APT) update -q && $(APT) install -q -y --no-install-recommends nodejs npm; }
	npm ci --prefix $* --ignore-scripts --no-audit --no-fund
	touch $@

# Programs with dependencies that are not ours get environments of their own.
$(PYTHON_FOLDERS:%=%/venv/.ready) $(PEERS)/venv/.ready: %/venv/.ready: %/requirements.txt
	$(PYTHON) -m venv $*/venv
	$*/venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

# Renew the exact versions from the ranges in pyproject.toml; needs uv.
lock:
	uv pip compile --universal --python-version 3.11 --all-extras --generate-hashes --no-header --quiet pyproject.toml -o requirements.lock

# Collect every text into the Dutch catalogue, and compile it.
messages: $(READY)
	$(BIN)/python -m tests.catalogue --update

rule-pages: $(READY)
	$(BIN)/python -m tests.rule_pages --update

# Change the code sign by sign and say which change no test notices: of all rooms, or ROOM=rules, ROOM=rules/no_agenda.py.
mutants: $(READY)
	$(BIN)/python -m tests.mutants $(ROOM)

# meetlint and other readers of calendars beside each other in one run; writes docs/performance.md. BENCH=--quick takes two
# minutes and writes nothing, BENCH=--all takes 100 million events as well. A reader that cannot be installed is left out.
BENCH :=
bench: $(READY)
	-@$(MAKE) --no-print-directory --keep-going peers
	$(BIN)/python -m benchmarks.bench $(BENCH)

# The other readers: from PyPI in an environment of their own, from npm, and Debian's libical with a small program.
peers: $(PEERS)/venv/.ready $(PEERS)/node_modules/.ready $(PEERS)/libical

$(PEERS)/libical: $(PEERS)/libical.c
	@command -v cc >/dev/null && test -f /usr/include/libical/ical.h || { \
		$(APT) update -q && $(APT) install -q -y --no-install-recommends gcc libc6-dev libical-dev; }
	cc -O2 -Wall -Wextra -o $@ $< -lical

# Random calendars and settings files for MINUTES; what breaks is printed ready to become a case.
MINUTES := 3
fuzz: $(READY)
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES)

clean:
	rm -rf $(VENV)
