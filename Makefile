# The commands of the project. `make` alone lists them.

PYTHON ?= python3
NEXT_PYTHON ?= python3.13
PRIVATE_PORT ?= 8000
PUBLIC_PORT ?= 8001

BIN := .venv/bin
# A set of pinned packages is installed once: its stamp is named after the digest of the file that pins it.
DIGEST = $(shell sha256sum $(1) | cut -c1-16)
RUN_STAMP := .venv/.installed-$(call DIGEST,requirements.txt)
DEV_STAMP := .venv/.installed-$(call DIGEST,requirements-dev.txt)
# Demonstration mode is what `make run` is for; a deployment does not use it.
run: export CASETRACKER_DEMO ?= 1

.DEFAULT_GOAL := help
.PHONY: help run prepare test test-clocks test-next check bench mutants audit fix lock install install-dev ports

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: ports prepare ## install, load the demonstration and serve both sites on this machine; Ctrl-C stops
	@exec $(BIN)/python manage.py serve --private-port $(PRIVATE_PORT) --public-port $(PUBLIC_PORT)

ports:
	@$(PYTHON) -m casetracker.serving.ports PRIVATE_PORT=$(PRIVATE_PORT) PUBLIC_PORT=$(PUBLIC_PORT)

prepare: install ## bring databases, reference data, files and the register up to date
	@$(BIN)/python manage.py prepare

test: install-dev ## run all tests on SQLite, then those of the database on PostgreSQL where its programs are; SLOW=1 adds the slow ones
	@CASETRACKER_DEMO=0 $(BIN)/python -m tests.run $(if $(filter-out 0,$(SLOW)),--slow) $(ARGS)

test-clocks: install-dev ## run the tests on SQLite on a leap day, at the end of a year, at changes of the clock ...
	@CASETRACKER_DEMO=0 $(BIN)/python -m tests.run --clocks $(ARGS)

test-next: .venv-next/.installed-$(call DIGEST,requirements-next.txt) ## run the tests on SQLite on the next versions of Python and Django
	@CASETRACKER_DEMO=0 .venv-next/bin/python -m tests.run --sqlite $(ARGS)

check: install-dev ## format, lint, types, import rules, migrations, deployment checks, translations
	@CASETRACKER_DEMO=0 $(BIN)/python -m tests.check

bench: install-dev ## measure both sites over invented persons and write BENCHMARKS.md; PERSONS="1000 10000 100000"
	@$(BIN)/python -m tests.bench.run --persons $(or $(PERSONS),1000 10000)

mutants: install-dev ## put small faults into the code one at a time; the tests must notice (slow); ARGS="--count 100 --seed 1"
	@CASETRACKER_DEMO=0 $(BIN)/python -m tests.mutants $(ARGS)

audit: install-dev ## measure every kind of public page in a browser and write ACCESSIBILITY.md
	@CASETRACKER_DEMO=0 CASETRACKER_AUDIT=1 $(BIN)/pytest -q -p no:cacheprovider tests/browser/test_audit.py

fix: install-dev ## format and repair what can be repaired
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .
	@$(BIN)/python -m tests.check --fix-templates

lock: ## pin the packages named in pyproject.toml anew, with hashes (needs uv)
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-annotate \
		--custom-compile-command "make lock" pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-annotate \
		--custom-compile-command "make lock" --extra dev pyproject.toml -c requirements.txt -o requirements-dev.txt
	echo "django>=6.1,<6.2" | uv pip compile --quiet --universal --generate-hashes --python-version 3.13 --no-emit-index-url --no-annotate \
		--custom-compile-command "make lock" --extra dev pyproject.toml --override /dev/stdin -o requirements-next.txt

install: $(RUN_STAMP)
install-dev: $(DEV_STAMP)

# --no-deps: the file lists every package already, and nothing else may come in.
$(RUN_STAMP): | .venv/bin/pip
	@echo "Installing pinned packages ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r requirements.txt
	@touch $@

$(DEV_STAMP): $(RUN_STAMP)
	@echo "Installing pinned packages for tests and checks ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r requirements-dev.txt
	@touch $@

.venv-next/.installed-%: requirements-next.txt
	@$(NEXT_PYTHON) -m venv .venv-next
	@.venv-next/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r $<
	@touch $@

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: apt-get install python3, or make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "Python's venv is not complete on this machine. Install it: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making the virtual environment ..."
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }
