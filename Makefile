# make run   environment, install, refresh the shipped workbook, print the targets
# make test  environment, install with test extras, whole test suite
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKBOOK := workbook/JC-Planung-2017.xlsx

.PHONY: run test workbook reference pictures benchmark lint types clean

run: $(VENV)/run.stamp
	@$(BIN)/jcplan refresh $(WORKBOOK) -o build/JC-Planung-2017.xlsx

test: $(VENV)/test.stamp
	$(BIN)/python -m pytest

workbook: $(VENV)/run.stamp
	$(BIN)/jcplan new $(WORKBOOK) --ueberschreiben

reference: $(VENV)/test.stamp
	$(BIN)/python tests/reference/make.py

lint: $(VENV)/lint.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo

types: $(VENV)/lint.stamp
	$(BIN)/mypy

clean:
	rm -rf $(VENV) build dist

$(VENV)/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "jcplan needs Python 3.11 or newer, $(PYTHON) is " + sys.version.split()[0] + "; try: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run.stamp: $(VENV)/python.stamp pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/test.stamp: $(VENV)/python.stamp pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/run.stamp

$(VENV)/lint.stamp: $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,lint]'
	@touch $@
