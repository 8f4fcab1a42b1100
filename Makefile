# Every command works from a fresh checkout: plain venv and pip, nothing installed by hand.
PYTHON ?= python3
BIN := .venv/bin
SET_UP := .venv/.of-$(shell sha256sum < requirements/dev.lock | cut -c1-16)

.PHONY: demo test torture bench lint lock picture clean
.DEFAULT_GOAL := demo

$(SET_UP):
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) not found: install Python 3.11 or newer, or say make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "make: $(PYTHON) is older than 3.11: say make PYTHON=python3.11" >&2; exit 1; }
	rm -rf .venv
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(SET_UP)  ## the main job on a loopback replica of the sites, digests under var/demo/
	@$(BIN)/python -m tests.replica.demo

test: $(SET_UP) lint  ## tests, types, lint and import contracts
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not torture" -rs

torture: $(SET_UP)  ## the long fault and attack matrices
	$(BIN)/python -m pytest -n 2 --dist load -m torture -rs

bench: $(SET_UP)  ## benchmarks: ratios within one run
	@$(BIN)/python -m bench.compare
	@$(BIN)/python -m bench.topics
	@$(BIN)/python -m bench.stories
	@$(BIN)/python -m bench.crawl --memory
	@$(BIN)/python -m bench.revisits
	@$(BIN)/python -m bench.writing
	@$(BIN)/python -m bench.growth
	@$(BIN)/python -m bench.searching

lint: $(SET_UP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

picture: $(SET_UP)  ## docs/digest.png from a demo digest, through headless Chromium
	$(BIN)/python -m tests.replica.picture

lock: pyproject.toml requirements/build.in  ## needs uv
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet --python-version 3.11 --extra postgres pyproject.toml requirements/build.in -o requirements/run.lock
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet --python-version 3.11 --extra postgres --group dev pyproject.toml requirements/build.in -o requirements/dev.lock

clean:
	rm -rf .venv var build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
