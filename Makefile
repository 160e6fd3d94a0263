# `make demo` and `make test` need nothing but make and Python 3.11 or newer; all they install goes into .venv.

PYTHON ?= python3
VENV   ?= .venv
STORY  ?= samples/evolution.story

ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
ACTIVATE := $(subst /,\,$(VENV)/Scripts/activate)
else
BIN := $(VENV)/bin
ACTIVATE := . $(VENV)/bin/activate
endif
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq

# Tests and tools start the program hundreds of times: without its bytecode each start compiles the package anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test check format lint types contracts docs docs-check tables pictures sarif fuzz hosts-full clients wheel bench verify-bench vsix vsix-test editors reading series night same torture torture-full team-full attacks edits explore real recalled tab tab-test venv clean

help: ## Show what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 20

demo: $(VENV)/.core ## Install into .venv; check, compile and price the sample, and draw its film
	@echo "== storyc check $(STORY)     (does the story have mistakes, and what would it cost?)"
	@$(BIN)/storyc check $(STORY)
	@echo
	@echo "== storyc render --format prompt $(STORY)     (what the model is told)"
	@$(BIN)/storyc render --format prompt $(STORY)
	@echo
	@echo "== storyc build $(STORY)     (the storyboard as a film; its path comes last)"
	@$(BIN)/storyc build $(STORY)
	@echo
	@echo "Nothing was sent and nothing was paid. A line like \"picture: sketch.png\" below a shot's mark puts your own"
	@echo "picture into the film. For a project of your own, and a film with a picture in it, type next:"
	@echo
	@echo "  $(ACTIVATE)"
	@echo "  storyc init my-film"
	@echo "  cp samples/boards/1-1.png my-film/sketch.png"
	@echo "  echo 'Shot 1 [0-5s] A lighthouse in the dusk.' > my-film/sketch.story"
	@echo "  echo '  picture: sketch.png' >> my-film/sketch.story"
	@echo "  storyc build --open my-film/sketch.story"

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
	$(BIN)/python tools/gen_docs.py --check
	$(BIN)/python tools/draw_boards.py --check
	$(BIN)/python tools/play_tones.py --check
	$(BIN)/python tools/gen_pictures.py --check
	$(BIN)/python tools/gen_words.py --check
	$(BIN)/python tools/gen_tables.py --check
	$(BIN)/python tools/gen_templates.py --check
	$(BIN)/python tools/gen_rules.py --check
	$(BIN)/python tools/gen_profiles.py --check
	$(BIN)/python tools/gen_textmate.py --check
	$(BIN)/python tools/gen_vim.py --check

tables: $(VENV)/.dev ## Write what is generated: words, terminals, prompts, rules, profiles, colours of editors
	$(BIN)/python tools/gen_words.py
	$(BIN)/python tools/gen_tables.py
	$(BIN)/python tools/gen_templates.py
	$(BIN)/python tools/gen_rules.py
	$(BIN)/python tools/gen_profiles.py
	$(BIN)/python tools/gen_textmate.py
	$(BIN)/python tools/gen_vim.py

wheel: $(VENV)/.dev ## Build sdist and wheel, install the wheel elsewhere and use it
	$(BIN)/python tools/check_wheel.py

.PHONY: lock supply licences sbom reproducible audit-deps

# ARGS=--upgrade takes the newest version of each; without it, one that still suits pyproject.toml stays.
lock: $(VENV)/.supply ## Write .ci/locks/: versions and hashes of what CI installs
	$(BIN)/python -m tools.supply.lock $(ARGS)

supply: $(VENV)/.supply ## The next three in one environment
	$(BIN)/python -m tools.supply

reproducible licences sbom: $(VENV)/.supply
	$(BIN)/python -m tools.supply $@

# What each does, for `make help`.
reproducible: ## Build sdist and wheel twice, far apart: the same bytes
licences: ## Report the licences of what is installed with the wheel; one that MIT cannot require fails
sbom: ## Write dist/storyc.cdx.json: what is installed with the wheel, as CycloneDX

audit-deps: $(VENV)/.supply ## Hold the locked versions against the registry's advisories, where it serves any
	$(BIN)/python -m tools.supply.advisories

sarif: $(VENV)/.dev ## Check our SARIF with Microsoft's validator (needs npm)
	$(BIN)/python tools/check_sarif.py

# What the packages of npm run when they are installed is not run: none of it is needed.
VSCODE := editors/vscode

$(VSCODE)/node_modules/.package-lock.json: $(VSCODE)/package-lock.json
	cd $(VSCODE) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

vsix: $(VSCODE)/node_modules/.package-lock.json ## Package the extension for VS Code (needs npm)
	cp LICENSE $(VSCODE)/LICENSE
	cd $(VSCODE) && npm run --silent package

vsix-test: $(VENV)/.dev vsix ## Test it: its client against the real server, its colours against the compiler
	cd $(VSCODE) && STORYC_PYTHON=$(abspath $(BIN)/python) npm test --silent

editors: $(VENV)/.dev ## Drive Neovim, Vim and Emacs, those that are installed, with the set-up of docs/editors.md
	$(BIN)/python tools/drive_editors.py

# ARGS="--inputs 1000000 --seconds 4000" and the like; one target guided by coverage: python -m tools.fuzz.guided.
fuzz: $(VENV)/.fuzz ## Fuzz all that reads files and hosts for a minute, and each emulator by its own OpenAPI document
	$(BIN)/python -m tools.fuzz $(ARGS)
	$(BIN)/python tools/fuzz_api.py

# ARGS="--host fal" and the like.
hosts-full: $(VENV)/.fuzz ## Fuzz the emulator of each host by its own OpenAPI document, and buy a series there for each of its models
	$(BIN)/python tools/fuzz_api.py --examples 200 $(ARGS)
	STORYC_HOSTS_FULL=1 $(BIN)/python -m pytest -q tests/cli/test_hosts_as_data.py tests/cli/test_series_at_hosts.py

.PHONY: tab tab-test

tab: $(VENV)/.dev ## Build web/dist: storyc in a browser tab, to be served by any web server (needs npm)
	$(BIN)/python tools/build_tab.py

tab-test: $(VENV)/.tab tab ## Drive that page in Chromium: it says what the command line says, and speaks to nobody
	$(BIN)/python -m pytest -q web/test_tab.py

.PHONY: board-test

web/node_modules/.package-lock.json: web/package-lock.json
	cd web && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

board-test: $(VENV)/.tab web/node_modules/.package-lock.json ## Look at boards in Chromium: three widths, paper, axe, keyboard, hostile words (needs npm)
	$(BIN)/python -m pytest -q web/test_board.py

.PHONY: site

site: $(VENV)/.docs ## Make the site of docs/ in build/site: search, llms.txt, the manual page; a warning is an error
	$(BIN)/python -m tools.site

clients: $(VENV)/.clients ## Let each host's own client have a clip made at the emulator of its host
	$(BIN)/python -m pytest -q tests/emulate/test_clients.py

pictures: $(VENV)/.dev ## Draw and play the files of the samples, and make the documents' pictures from the samples
	$(BIN)/python tools/draw_boards.py
	$(BIN)/python tools/play_tones.py
	$(BIN)/python tools/gen_pictures.py

# ARGS=--write writes docs/bench.md; ARGS="--only startup" measures one kind, ARGS=--quick shows that all runs.
bench: $(VENV)/.dev ## Install the wheel and its peers apart, and measure them in turns: beside each figure its target
	$(BIN)/python -m tools.bench $(ARGS)

verify-bench: $(VENV)/.dev ## Measure how well `storyc verify` finds cuts, on clips whose cuts are known
	$(BIN)/python tools/bench_verify.py

# TEXTS=FILE.jsonl takes the texts of a file; ARGS="--quick --show 9" and the like go to the program as they are.
reading: $(VENV)/.dev ## Measure how texts in many notations and languages are read, by check and by import
	$(BIN)/python -m tools.reading $(if $(TEXTS),--texts $(TEXTS)) $(ARGS)

# ARGS="--folder films wan-2.7@fal" takes other stories, and some models.
series: $(VENV)/.dev ## Show what becomes of the sample series at each model: compiled, refused and why, or mended, and its price
	$(BIN)/python -m tools.series $(ARGS)

night: $(VENV)/.dev ## Rehearse 300 stories, some bad, on a host that fails: all else is made, and nothing is paid twice
	$(BIN)/python -m tools.night

# OLD=path/to/storyc is the program before the change, installed in a venv of its own; ARGS="--quick" and the like.
same: $(VENV)/.dev ## Prove that a refactoring changed nothing: compare all that OLD and this storyc write
	$(BIN)/python -m tools.same $(OLD) $(BIN)/storyc $(ARGS)

torture: $(VENV)/.dev ## Kill, pause, starve and lie to paid builds for five minutes: nothing is paid twice or lost
	$(BIN)/python -m tools.torture

# Ctrl-C and SIGTERM end a sitting; the next one goes on there while the program is the same.
torture-full: $(VENV)/.dev ## The same with each crash point fifty times, which takes hours, in sittings if need be
	$(BIN)/python -m tools.torture --full

team-full: $(VENV)/.buckets ## Some minutes of kills, cuts and pauses of processes that share a ledger or a bucket, and of its server
	$(BIN)/python -m tools.team $(ARGS)

attacks: $(VENV)/.dev ## Damage 200 ledgers, plant triggers, views and dates in 50: no bill, and no command breaks
	STORYC_DAMAGED=200 STORYC_PLANTED=50 $(BIN)/python -m pytest -q tests/cli/test_attacked.py

explore: $(VENV)/.dev ## Play paid builds through every order of steps, crashes and answers: a million states in half an hour
	$(BIN)/python -m tools.explore $(ARGS)

edits: $(VENV)/.dev ## Edit stories at random in a language server, 10,000 times: each edit leaves what a fresh check says
	STORYC_EDITS=10000 $(BIN)/python -m pytest -q tests/lsp/test_random.py

recalled: $(VENV)/.dev ## Change a project at random 1,000 times over: what a record says is what storyc says without it
	$(BIN)/python -m tools.recalled $(ARGS)

real: $(VENV)/.dev ## Play paid builds at the host's real addresses, in a network without a way out (needs root)
	$(BIN)/python -m tools.real $(ARGS)

venv: $(VENV)/.dev ## Make .venv with all that development needs

clean: ## Remove what was made
	rm -rf $(VENV) build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "storyc needs Python 3.11 or newer; say which: make PYTHON=python3.11 ...")'
	@echo "making $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.core: pyproject.toml | $(BIN)/python
	@echo "installing storyc into $(VENV)"
	@$(PIP) install --editable '.[video,watch]'
	@touch $@

# What development installs is locked: the versions of .ci/locks/, by their hashes. `make lock` writes them.
LOCKED = $(PIP) install --require-hashes --requirement

$(VENV)/.dev: pyproject.toml .ci/locks/dev.txt | $(BIN)/python
	@echo "installing storyc and its development tools into $(VENV)"
	@$(LOCKED) .ci/locks/dev.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.core

$(VENV)/.fuzz: .ci/locks/fuzz.txt $(VENV)/.dev
	@echo "installing schemathesis"
	@$(LOCKED) .ci/locks/fuzz.txt
	@touch $@

$(VENV)/.clients: .ci/locks/clients.txt $(VENV)/.dev
	@echo "installing the hosts' own clients"
	@$(LOCKED) .ci/locks/clients.txt
	@touch $@

$(VENV)/.tab: .ci/locks/tab.txt $(VENV)/.dev
	@echo "installing what drives a browser"
	@$(LOCKED) .ci/locks/tab.txt
	@touch $@

$(VENV)/.buckets: .ci/locks/buckets.txt $(VENV)/.dev
	@echo "installing a server of buckets"
	@$(LOCKED) .ci/locks/buckets.txt
	@touch $@

$(VENV)/.docs: .ci/locks/docs.txt $(VENV)/.dev
	@echo "installing what makes the site"
	@$(LOCKED) .ci/locks/docs.txt
	@touch $@

$(VENV)/.supply: .ci/locks/supply.txt $(VENV)/.dev
	@echo "installing what looks into the supply of packages"
	@$(LOCKED) .ci/locks/supply.txt
	@touch $@
