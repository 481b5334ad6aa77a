# Everything an operator or a contributor types. `make help` lists it.
PYTHON ?= python3
PY := .venv/bin/python
# exec: a signal to make reaches Loket itself, not a shell between them.
LOKET := exec env LOKET_DEMO=1 .venv/bin/loket
# Checks and tests read settings; the demo's need no keys file.
CHECKED := LOKET_DEMO=1 LOKET_HOME=build/check DJANGO_SETTINGS_MODULE=loket.config.settings
PYTEST := $(PY) -m pytest -q -n 2 --dist loadgroup

.DEFAULT_GOAL := help
.PHONY: help setup run test test-all check bench clean-demo dev \
  lint format-check types arrows house-tests migrations translations api-schema audiences screenshots

help: ## what can be done here
	@echo "make ... :"
	@awk -F'## ' '/^[a-z-]+:.*## / { split($$0, name, ":"); printf "  %-12s %s\n", name[1], $$2 }' Makefile

setup: ## install everything into .venv, node_modules and build
	@$(PYTHON) tools/setup.py

run: setup ## serve the demo on http://127.0.0.1:8400 (LOKET_PORT=... for another port)
	@$(LOKET) run

dev: # what checks and tests need
	@$(PYTHON) tools/setup.py --dev

test: ## run the tests (slow proofs: make test-all)
	@$(PYTHON) tools/setup.py --dev --browser
	@$(CHECKED) $(PY) tools/collect.py
	@$(PYTEST) -m "not slow"

test-all: ## run the slow proofs
	@$(PYTHON) tools/setup.py --dev --browser
	@$(CHECKED) $(PY) tools/collect.py
	@$(PYTEST) -m slow

check: lint format-check types arrows house-tests migrations translations api-schema audiences ## all checks that need no browser
	@echo "All checks passed."

lint: dev
	@$(PY) -m ruff check .

format-check: dev
	@$(PY) -m ruff format --check .

types: dev
	@$(CHECKED) $(PY) -m mypy

arrows: dev
	@$(PY) -c "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"

house-tests: dev
	@$(PYTEST) -m "not slow and not browser and not own_cluster" tests/house

migrations: dev
	@$(CHECKED) $(PY) tools/check_migrations.py

translations: dev
	@if [ -f tools/translations.py ]; then $(CHECKED) $(PY) tools/translations.py --check; fi

api-schema: dev
	@if [ -f tools/api_schema.py ]; then $(CHECKED) $(PY) tools/api_schema.py --check; fi

audiences: dev
	@$(CHECKED) $(PY) tools/audiences.py --check

bench: dev ## measure the performance programme, write it into docs/performance.md
	@$(LOKET) bench all

screenshots: dev ## photograph every page of the running demo into screenshots/ (ARGS=--compose: docs/loket.png)
	@env LOKET_DEMO=1 $(PY) tools/screenshots.py $(ARGS)

clean-demo: setup ## stop the demo's database and delete its data
	@$(LOKET) db remove-demo
