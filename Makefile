.PHONY: install check test docs notebooks schemas

install:
	uv sync

check:
	uv run ruff check . && uv run ruff format --check . && uv run mypy && uv run lint-imports

test:
	uv run pytest

docs:
	uv run sphinx-build -W --keep-going -q -b html docs docs/_build/html

notebooks:
	uv run python docs/run_notebooks.py

schemas:
	for part in schemas dictionary charts; do uv run python docs/export_$$part.py || exit 1; done
