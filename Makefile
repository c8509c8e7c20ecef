# Thin aliases; run.py does the work, and does it on Windows too.
.PHONY: run test full check format lock bench

run:
	python3 run.py

test:
	python3 run.py test

full:
	python3 run.py test --full

check:
	.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports --no-logo

format:
	.venv/bin/ruff check --fix . && .venv/bin/ruff format .

lock:
	for name in requirements requirements-dev; do \
		.venv/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
			--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $$name.in -o $$name.txt; \
	done

bench:
	.venv/bin/python bench/run.py
