# make run   environment, install, refresh the shipped workbook, print the targets, write Excel's workbook with macros
# make test  environment, install with test extras, whole test suite
# make campaign  the long tests: kills, hostile files, function calls, formulas against LibreOffice, mutants;
#                SHARE=0.1 runs a tenth of each
# make release   from a clean tree: checks, sdist, wheel, both tried as installed, list of parts (SBOM), licences and
#                checksums into dist/; uploads nothing. make rehearsal goes on where the tree is not ready
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKBOOK := workbook/JC-Planung-2017.xlsx
EXAMPLE := workbook/beispiel/Istwerte-2017.csv
SHARE ?= 1

# images of containers often set it; then each of the thousand processes that the tests start compiles all sources anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test campaign workbook reference handbook pictures benchmark lint types release rehearsal clean

run: $(VENV)/run.stamp
	@$(BIN)/jcplan refresh $(WORKBOOK) -o build/JC-Planung-2017.xlsx
	@$(BIN)/jcplan new build/JC-Planung-2017.xlsm --ueberschreiben

test: $(VENV)/test.stamp
	$(BIN)/python -m pytest -n auto --dist loadgroup --no-loadscope-reorder

campaign: $(VENV)/test.stamp
	$(BIN)/python tests/campaign/run.py --share $(SHARE)

workbook: $(VENV)/test.stamp
	$(BIN)/jcplan new $(WORKBOOK) --ueberschreiben
	@mkdir -p build
	$(BIN)/jcplan new build/JC-Planung-2017.xlsm --ueberschreiben

reference: $(VENV)/test.stamp
	$(BIN)/python tests/reference/make.py

handbook: $(VENV)/test.stamp # its pages, after a change of text, template or buttons
	$(BIN)/python -m tools.handbook.pages handbuch

pictures: $(VENV)/test.stamp # those of handbook and README; build/bilder has every page of the workbook
	$(BIN)/python -m tools.handbook.pictures $(EXAMPLE) handbuch/bilder
	$(BIN)/python -m tools.pictures $(WORKBOOK) build/bilder

benchmark: $(VENV)/test.stamp
	PYTHONPATH=tests $(BIN)/python tests/core/benchmark.py
	PYTHONPATH=tests $(BIN)/python tests/formula/benchmark.py
	$(BIN)/python tests/hosts/benchmark.py
	$(BIN)/python tests/hosts/own_sheets.py
	$(BIN)/python tests/union/benchmark.py
	PYTHONPATH=tests $(BIN)/python tests/plan/benchmark.py
	PYTHONPATH=tests $(BIN)/python tests/questions/benchmark.py
	$(BIN)/python tests/libreoffice/benchmark.py
	$(BIN)/python tests/excel/latency.py build/wine

lint: $(VENV)/lint.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo

types: $(VENV)/lint.stamp
	$(BIN)/mypy

release: $(VENV)/test.stamp
	@$(BIN)/python -m tools.release

rehearsal: $(VENV)/test.stamp
	@$(BIN)/python -m tools.release --rehearsal

clean:
	rm -rf $(VENV) build dist

$(VENV)/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "jcplan needs Python 3.11 or newer, $(PYTHON) is " + sys.version.split()[0] + "; try: make PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run.stamp: $(VENV)/python.stamp pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dokument]'
	@touch $@

$(VENV)/test.stamp: $(VENV)/python.stamp pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/run.stamp

$(VENV)/lint.stamp: $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,lint]'
	@touch $@
