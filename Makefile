# The same verbs for people and for CI. A newcomer needs `make demo` and `make test`.
PYTHON ?= python3
UV ?= uv
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
        --no-emit-index-url --no-emit-find-links
export PYTHONUTF8 := 1
# Tests start hundreds of processes: each would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check bench bench-site bench-pages replay measure lock venv help
.DELETE_ON_ERROR:

help:
	@echo "make demo   eight days of a fictional organisation, without keys or network"
	@echo "make test   all tests"
	@echo "make check  format, lint, types, import directions, workflows"
	@echo "make bench  measurements; CAIFENG_SHARED names the folder of real data"
	@echo "make bench-site   three years of archive, published (some minutes)"
	@echo "make bench-pages  first load, layout shift, axe of the demo's pages (some minutes)"
	@echo "make replay 77 days of a real hot list, hour by hour, with an emergency desk (some minutes)"
	@echo "make measure   write analyze/data/measured.json anew, from the same data"
	@echo "make lock   resolve requirements*.txt anew (needs uv)"

demo: venv
	$(BIN)/caifeng demo

test: $(VENV)/.dev
	$(BIN)/python -m pytest

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/zizmor --offline --quiet --no-progress --persona=pedantic .github/workflows
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@! grep -nE 'https?://|index-url|find-links' requirements*.txt || { echo "a registry address stands in a lock"; exit 1; }

bench: $(VENV)/.dev
	for part in stack rules copies stories digest; do $(BIN)/python bench/$$part.py || exit 1; done
	folder=$$(mktemp -d) && $(BIN)/python bench/real.py --folder "$$folder/real"; rm -rf "$$folder"

# Three years from nothing, a day added, the current month; too long for `make bench`.
bench-site: $(VENV)/.dev
	folder=$$(mktemp -d) && $(BIN)/python bench/site.py --folder "$$folder"; rm -rf "$$folder"

# What a reader's first load costs; `npm install --global lighthouse` adds its scores.
bench-pages: $(VENV)/.dev
	folder=$$(mktemp -d) && $(BIN)/caifeng demo --folder "$$folder/demo" && \
	    $(BIN)/python bench/pages.py --folder "$$folder/demo/public"; rm -rf "$$folder"

# When real crises were seen and alerted, and how often falsely; too long for `make bench`.
replay: $(VENV)/.dev
	$(BIN)/python bench/replay.py

# What every edition prints of accuracy; run before a release, and whenever a judgement changes.
measure: $(VENV)/.dev
	$(BIN)/python bench/measure.py

venv: $(VENV)/.run

# Stamps: installed again only when the lock or the project's own description changed.
$(VENV)/.run: requirements.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(PIP) --require-hashes -r requirements-dev.txt
	touch $@

# hatchling and editables make the editable install, so they stand in the lock too.
lock:
	printf 'hatchling>=1.26\neditables\n' | $(LOCK) --output-file requirements.txt pyproject.toml -
	printf 'hatchling>=1.26\neditables\n' | $(LOCK) --output-file requirements-dev.txt --constraint requirements.txt \
	    --extra dev --extra measure pyproject.toml -
