PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CORPORA ?= ../shared/corpora
JOBS ?= 2

.PHONY: setup run test test-fast lint types quality bench models clean

setup: $(VENV)/.done

$(VENV)/.done: pyproject.toml hatch_build.py $(wildcard src/layoutfix/kernels/*.p[yx][xd])
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -e '.[dev]'
	touch $@

run: setup
	$(BIN)/layoutfix fix fixtures/dumps/zh-two-columns.txt

test: setup
	$(BIN)/python -m pytest -n $(JOBS)

test-fast: setup
	$(BIN)/python -m pytest -n $(JOBS) -m 'not slow'

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: setup
	$(BIN)/mypy

quality: setup
	$(BIN)/python bench/quality.py

bench: setup
	$(BIN)/python bench/speed.py
	if [ -d ../shared/bench/dev ]; then \
	  $(BIN)/python bench/compare.py --json bench/results/compare.json --write; \
	fi

models: setup
	for lang in zh en de fr es it pt ru ja; do \
	  $(BIN)/python tools/count_ngrams.py --corpora $(CORPORA) --language $$lang --out src/layoutfix/data/ngrams/; \
	done

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis dist
