# All that makes or checks something, in one list: `make` alone prints it.
.DEFAULT_GOAL := help
.PHONY: help install check test docs golden schemas notebooks files generated

help: ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 12

install: ## the environment with all tools
	uv sync --group dev

check: ## lint, format, types, import contracts
	uv run --group dev ruff check . && uv run --group dev ruff format --check . && uv run --group dev mypy && uv run --group dev lint-imports

test: ## all tests, doctests and notebooks
	uv run --group dev pytest

docs: ## the documentation as a site, in docs/_build/html
	uv run --group dev sphinx-build -W --keep-going -q -b html docs docs/_build/html

golden: ## the notes that tests hold outputs against; read the difference before you commit it
	HPBRIEF_WRITE_GOLDEN=1 uv run --group dev pytest -q -n 0 -o addopts= tests/report/test_markdown.py -k golden

schemas: ## the pages that are made of the code: JSON schemas, dictionary, catalogue, charts
	for part in schemas dictionary charts; do uv run --group dev python docs/export_$$part.py || exit 1; done

notebooks: ## every notebook run afresh, its outputs stored
	uv run --group dev python docs/run_notebooks.py

files: ## the sample reports of the tests and of notebook 05; needs LibreOffice
	uv run --group dev python tests/files/make_report.py && uv run --group dev python docs/make_sample.py

generated: golden schemas notebooks ## all of these that need no office program
