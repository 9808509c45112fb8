# Everything a contributor runs. Each target makes $(VENV) first, where it is absent.
PYTHON  ?= python3
VENV    ?= .venv
WORKERS ?= 2
BIN     := $(VENV)/bin

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo test leaks bench lint types generated notebooks lines clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 12

demo: $(VENV)/.installed-demo ## train a MindSpore script on handwritten digits, under msjax
	$(BIN)/python -m msjax examples/digits.py $(ARGS)

test: $(VENV)/.installed-test ## run the tests (ARGS="-k pattern" selects)
	$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

leaks: $(VENV)/.installed-test ## run the tests under jax.checking_leaks
	$(BIN)/python -m pytest -n $(WORKERS) --check-leaks $(ARGS)

bench: $(VENV)/.installed-test ## measure against hand-written JAX (ARGS="--mindspore PYTHON")
	$(BIN)/python -m benchmarks.run $(ARGS)

lint: $(VENV)/.installed-lint ## ruff, formatting and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache --no-logo

types: $(VENV)/.installed-dev ## pyright; it reads optional libraries too
	$(BIN)/pyright --pythonpath $(BIN)/python $(ARGS)

generated: $(VENV)/.installed-test ## write stubs, docs/conformance.md, headline (ARGS=--check)
	$(BIN)/python tools/stubs.py $(ARGS)
	$(BIN)/python tools/report.py $(ARGS)
	$(BIN)/python tools/headline.py $(ARGS)

notebooks: $(VENV)/.installed-notebooks ## execute every notebook
	$(BIN)/python -m pytest --nbmake --nbmake-timeout=120 notebooks $(ARGS)

lines: ## count lines per package (ARGS=REF compares with a git ref)
	@$(PYTHON) tools/lines.py $(ARGS)

clean: ## remove the environment and what tools left
	rm -rf .venv build dist .pytest_cache .ruff_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "msjax needs Python 3.11 or newer; set PYTHON=...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed-%: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[$*]'
	@touch $@
