# `make demo` shows the product on the sample archive; `make test` runs the tests. Both set themselves up.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: demo test check lint types layers wheel notebooks networks models splitter evaluate golden clean

demo: $(VENV)/ready
	$(BIN)/analyzer demo --out out

test: $(VENV)/ready-dev
	$(BIN)/python -m pytest -n auto

# Everything a change must pass, as CI runs it.
check: lint types layers test

lint: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/ready-dev
	$(BIN)/mypy

layers: $(VENV)/ready-dev
	$(BIN)/lint-imports

# Runs every notebook from top to bottom; what they show is not kept in the repository.
notebooks: $(VENV)/ready-dev
	$(BIN)/python -m pytest tests/test_notebooks.py

wheel: $(VENV)/ready-dev
	$(BIN)/python -m build --wheel --outdir dist

# The network, made anew from data/labelled: one for each fifth of the writers, taught without them,
# and the one that ships. About two hours on two cores; what is made already is left as it is.
networks: $(VENV)/ready-torch
	$(BIN)/python models/network/train_network.py --folds 5 --out out/networks --compile
	$(BIN)/python models/network/train_network.py --compile

# The other shipped models, with their cards; networks first (about ten minutes more).
models: networks
	$(BIN)/analyzer train --data data/labelled --networks out/networks --jobs 2 --out models

# Where sentences begin in talk without marks; says which public sets it needs where they are absent.
splitter: $(VENV)/ready
	$(BIN)/python models/splitter/train_splitter.py

evaluate: $(VENV)/ready
	$(BIN)/analyzer evaluate --data data/labelled

# Rewrites the expected readings of tests/read/files; read the difference before committing it.
golden: $(VENV)/ready-dev
	ANALYZER_WRITE_GOLDEN=1 $(BIN)/python -m pytest tests/read -q -p no:randomly

$(VENV)/ready-torch: $(VENV)/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group torch
	@touch $@

clean:
	rm -rf $(VENV) out dist build

$(VENV)/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "analyzer needs Python 3.11 or newer; try: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@touch $@
