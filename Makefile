# Each target says what it is for behind ##; `make help` lists them.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
PYTHON ?= python3
LOCK = uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help setup run check fix test bench chromium catalogs facts lock routes clean

help: ## List the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

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

check: setup ## Look at everything without running it: style, types, layers, translations, facts
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports > /dev/null || $(BIN)/lint-imports
	$(BIN)/python -m pwa.maintenance.catalogs --check
	$(BIN)/leafline check

fix: setup ## Mend what can be mended by itself
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .

test: setup chromium ## Run every test, those in a real browser too
	$(BIN)/python -m pytest

bench: setup ## Measure what is too noisy for tests
	$(BIN)/python -m benchmarks.notices

chromium: # Finds a Chromium, else installs Debian's where it may, else says what to do
	@command -v chromium chromium-browser google-chrome > /dev/null 2>&1 || test -n "$$CHROMIUM" \
	|| { test "$$(id -u)" = 0 && command -v apt-get > /dev/null \
	     && apt-get update -qq && apt-get install -y -qq chromium > /dev/null; } \
	|| { echo "The browser tests need Chromium: run 'sudo apt-get install chromium', or set CHROMIUM to the path of one."; exit 1; }

catalogs: setup ## Bring the translators' files up to date with the code and the facts
	$(BIN)/python -m pwa.maintenance.catalogs

facts: setup ## Hold the facts to their rules and list what is due for review
	$(BIN)/leafline check
	$(BIN)/leafline due

routes: setup ## Rewrite tests/routes.txt, the addresses that we promise
	$(BIN)/python -m pwa.maintenance.routes

lock: ## Choose dependencies anew and lock them with hashes (needs uv)
	$(LOCK) --upgrade --extra build --output-file requirements.txt
	$(LOCK) --extra build --extra develop --output-file requirements-dev.txt

clean: ## Remove what was made; var/ with the database stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find translations -name '*.mo' -delete
