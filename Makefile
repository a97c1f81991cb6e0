# make run, make test: everything a fresh Debian 12 with python3, python3-venv and make needs is done here.
PORT ?= 8000
PY := .venv/bin/python
# Tests and checks read the product's settings; this key is for them alone.
CHECK_ENV := SECRET_KEY=a-key-for-checks-alone DEMO= DATABASE_URL=

.PHONY: run test soak bench lint fmt lock clean

run: .venv/run.stamp
	@$(PY) -m config.run --port $(PORT)

test: .venv/dev.stamp lint
	@$(PY) -m tests.chromium
	$(CHECK_ENV) $(PY) -m tests.run

# The long versions: every guard taken out in turn (some test must notice), hundreds of hostile stories over the
# lifecycles on both databases, eight moderators on 200 cases at once (about an hour on two cores).
soak: .venv/dev.stamp
	$(CHECK_ENV) $(PY) -m tests.soak.mutate
	SOAK=1 $(CHECK_ENV) $(PY) -m pytest tests/moderation/test_lifecycle_machine.py -q
	SOAK=1 $(CHECK_ENV) $(PY) -m tests.postgres $(PY) -m pytest tests/load tests/moderation/test_lifecycle_machine.py -q

# How long pages and commands take, on both databases; also in var/bench.json.
bench: .venv/dev.stamp
	$(CHECK_ENV) $(PY) -m tests.load.bench

lint: .venv/dev.stamp
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(CHECK_ENV) $(PY) -m mypy directory config tests
	.venv/bin/lint-imports
	$(CHECK_ENV) DEBUG=1 $(PY) manage.py makemigrations --check --dry-run

fmt: .venv/dev.stamp
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

lock: .venv/dev.stamp
	$(PY) -m uv pip compile pyproject.toml --generate-hashes --universal --python-version 3.11 \
	  --no-emit-index-url --no-header -q --upgrade -o requirements/run.txt
	$(PY) -m uv pip compile pyproject.toml --group dev --generate-hashes --universal --python-version 3.11 \
	  --no-emit-index-url --no-header -q --upgrade -o requirements/dev.txt

.venv/bin/python:
	python3 -m venv .venv

.venv/run.stamp: requirements/run.txt | .venv/bin/python
	@echo "Installing what the directory needs …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@touch $@

.venv/dev.stamp: requirements/dev.txt | .venv/bin/python
	@echo "Installing what the tests need …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@ .venv/run.stamp

clean:
	rm -rf var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
