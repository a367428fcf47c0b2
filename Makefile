# jihua: `make ingest` and `make test` are all that a newcomer needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: ingest test test-long lint bench ocr lock clean

ingest: $(READY)  ## read the reports in data/raw/inbox and publish them
	@$(BIN)/jihua ingest

# One thread of polars a process: frames are small here, and three processes share the machine (`test-long`, and commands
# that a test starts as a person does, have all threads). Bytecode is kept, so that tests are not compiled again each time.
test: export POLARS_MAX_THREADS = 1
test: export PYTHONDONTWRITEBYTECODE =
test: $(READY)  ## every test
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

test-long: $(READY)  ## what takes minutes: kills, full disks, a server that goes away, two Dask processes, readers' memory, OCR
	@$(BIN)/python -m pytest -n 2 --dist loadfile -m long

lint: $(READY)  ## style, types, and who may import whom
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

bench: $(READY)  ## ratios against a naive pass and an empty flow, measured in one run
	@$(BIN)/python -m tests.bench

ocr: $(READY)  ## add what reads scanned pages (300 MB)
	@$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python -c constraints.txt -e '.[dev,ocr]'

lock: $(VENV)/bin/uv  ## pin the newest versions that pyproject.toml allows
	@$(BIN)/uv pip compile -q --upgrade --extra dev --extra ocr --no-header --no-annotate --no-emit-index-url \
		--python $(BIN)/python pyproject.toml -o constraints.txt

clean:  ## forget the environment; data stays
	rm -rf $(VENV)

$(VENV)/bin/uv:
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv

# Compiled once here: where Python may not write beside its sources, every command would compile all it imports, 20 seconds of it.
$(READY): pyproject.toml constraints.txt | $(VENV)/bin/uv
	@$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python -c constraints.txt -e '.[dev]'
	@$(BIN)/python -m compileall -q flows expectations
	@touch $@
