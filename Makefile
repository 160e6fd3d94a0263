# `make demo` and `make test` need nothing but make and Python 3.11 or newer; all they install goes into .venv.

PYTHON ?= python3
VENV   ?= .venv
STORY  ?= samples/evolution.story

ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq

.DEFAULT_GOAL := help
.PHONY: help demo test check format lint types contracts docs docs-check tables pictures sarif fuzz wheel bench verify-bench night torture torture-full venv clean

help: ## Show what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 20

demo: $(VENV)/.core ## Install into .venv; check, compile and price the sample, and draw its film
	@echo "== storyc check $(STORY)     (is the story sound, and what does it come to?)"
	@$(BIN)/storyc check $(STORY)
	@echo
	@echo "== storyc render --format prompt $(STORY)     (what the model is told)"
	@$(BIN)/storyc render --format prompt $(STORY)
	@echo
	@echo "== storyc models     (what can be compiled for, and its price)"
	@$(BIN)/storyc models
	@echo
	@echo "Nothing is sent and nothing is paid. Change $(STORY) and try again."
	@echo
	@echo "== storyc build $(STORY)     (the storyboard as a film; its path comes last)"
	@$(BIN)/storyc build $(STORY)

test: $(VENV)/.dev ## Run the tests
	$(BIN)/python -m pytest -n auto -q

check: format lint types contracts docs-check test wheel ## Run all that a change must pass

format: $(VENV)/.dev ## Check the layout of the code
	$(BIN)/ruff format --check .

lint: $(VENV)/.dev ## Check the code with ruff
	$(BIN)/ruff check .

types: $(VENV)/.dev ## Check the types
	$(BIN)/pyright --pythonpath $(BIN)/python

contracts: $(VENV)/.dev ## Check who imports whom
	$(BIN)/lint-imports

docs: $(VENV)/.dev ## Write the pages that come from the code
	$(BIN)/python tools/gen_docs.py

docs-check: $(VENV)/.dev ## Check that those pages, the pictures and the tables are up to date
