# Five commands do everything: make run, test, check, bench, image. The first of them sets the environment up.
.DEFAULT_GOAL := help
.PHONY: help run test test-slow soak check bench image image-serve image-test lock clean

PYTHON ?=
PORT ?=
BIN := .venv/bin
READY := .venv/ready
CODE := datasets inference automl app tests benchmarks scripts
# Two processes share the files of tests, in the order of tests/conftest.py.
TWO := -n 2 --dist loadfile --no-loadscope-reorder
COMPILE := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links --quiet $(if $(UPGRADE),--upgrade)

# What was compiled is kept, wherever this runs; else every process compiles every test anew.
export PYTHONDONTWRITEBYTECODE :=

help: ## what each command does
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name text; do \
		printf '  make %-11s %s\n' "$$name" "$$text"; done

$(READY): requirements-setup.lock requirements.lock pyproject.toml scripts/setup.sh scripts/fonts.py scripts/web_runtime.py
	@sh scripts/setup.sh $(PYTHON)
	@touch $(READY)

run: $(READY) ## open the app at http://localhost:8501 (another port: make run PORT=9000)
	$(BIN)/easel app $(if $(PORT),--port $(PORT))

test: $(READY) ## every test but the slow ones; browser tests need chromium, else they are skipped with a sentence
	$(BIN)/pytest -m "not slow" $(TWO) -rs

test-slow: $(READY) ## the slow tests: longer builds, the container image, installing from a clean tree; then those that run alone
	$(BIN)/pytest -m "slow and not (alone or browser)" $(TWO) -rs
	$(BIN)/pytest -m "slow and (alone or browser)" -rs

soak: $(READY) ## made-up input into readers and languages, ten minutes for each test (others: make soak SECONDS=60); 200 kills, 30 s without a database
	EASEL_SOAK_S=$(or $(SECONDS),600) $(BIN)/pytest -m soak -rs
	EASEL_KILLS=200 $(BIN)/pytest tests/app/test_kills.py -m slow -rs
	EASEL_OUTAGE_S=30 $(BIN)/pytest tests/app/test_outage.py -m slow -rs

check: $(READY) ## lint, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(CODE)

bench: $(READY) ## measure the whole path on real tables, see benchmarks/ (some only: make bench TABLES="zoo letter")
	@mkdir -p build
	$(BIN)/python -m benchmarks.path.run --out build/path.jsonl $(TABLES)

image: ## build the container image easel-studio with docker, podman or buildah
	@sh scripts/image.sh

image-serve: ## build the slim image easel-serve, which answers over HTTP with one model
	@sh scripts/image.sh easel-serve serve

image-test: $(READY) ## build the image, start it, build a model in it, restart it; skipped where no builder is found
	$(BIN)/pytest tests/image -m slow -rs

lock: $(READY) ## work the locked requirements out anew (newer versions: make lock UPGRADE=1)
	$(COMPILE) pyproject.toml --group setup --group test --group check -o requirements.lock
	$(COMPILE) pyproject.toml --constraint requirements.lock -o requirements-run.lock
	$(COMPILE) --group setup --constraint requirements.lock -o requirements-setup.lock
	$(COMPILE) --group serve --constraint requirements.lock -o requirements-serve.lock

clean: ## remove the environment and everything that can be made again; your data stays
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis catboost_info app/static/*.woff2 inference/page/runtime
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
