"""The pages of the documentation: their code runs, their numbers hold, their links and generated parts are right."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from hpbrief.cli import main

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.glob("*.md")])
_BLOCK = re.compile(r"^```(python|sh|console)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_COMMAND = re.compile(r"(?:\$ )?(hpbrief(?: .*)?)")


def _id(page: Path) -> str:
    return page.name


def blocks(text: str) -> list[tuple[int, str, str]]:
    """Line, language and code of each block that can be run, in order."""
    return [(text[: m.start()].count("\n") + 2, m[1], m[2]) for m in _BLOCK.finditer(text)]


def run_page(text: str, name: str) -> int:
    """Run the blocks of a page in the current folder, in one namespace; how many ran."""
    space: dict[str, object] = {"__name__": "__docs__"}
    ran = 0
    for line, language, code in blocks(text):
        if language == "python":
            padded = "\n" * (line - 1) + code  # so that a failure names the page's own line
            exec(compile(padded, name, "exec"), space)
            ran += 1
            continue
        for command in commands(code):
            result = CliRunner().invoke(main, command[1:])
            assert result.exit_code == 0, f"{name}:{line}: {shlex.join(command)}\n{result.output}"
            ran += 1
    return ran


def commands(code: str) -> list[list[str]]:
    """The lines of a shell block that begin with hpbrief, without comments."""
    found = (_COMMAND.fullmatch(line.strip()) for line in code.replace("\\\n", " ").splitlines())
    return [shlex.split(m[1], comments=True) for m in found if m]


def _script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# -- code --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p.read_text("utf-8"))], ids=_id)
def test_the_code_of_a_page_runs(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run_page(page.read_text("utf-8"), str(page))


@pytest.mark.parametrize(
    "text",
    [
        "```python\nassert 1 == 2\n```\n",
        "```python\nimport hpbrief as hb\nhb.no_such_name\n```\n",
        "```sh\nhpbrief report nope\n```\n",
        "```sh\nhpbrief unknown-command\n```\n",
        "```sh\n$ hpbrief report --basis wish\n```\n",
        "```python\nx = 1\n```\n\n```python\nassert x == 2\n```\n",
    ],
)
def test_a_wrong_page_fails(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises((AssertionError, AttributeError)):
        run_page(text, "page.md")


def test_blocks_share_a_namespace_and_commands_lose_their_comments():
    text = "```python\nx = 1\n```\n```sh\nuv sync\nhpbrief datasets --json  # all\n```\n```python\nassert x == 1\n```\n"
    assert run_page(text, "page.md") == 3
    assert commands("hpbrief show a 'b c' \\\n  --lang en # why\npip install hpbrief") == [
        ["hpbrief", "show", "a", "b c", "--lang", "en"]
    ]


def test_the_pages_have_code():
    counts = {p.name: len(blocks(p.read_text("utf-8"))) for p in PAGES}
    for name in ("README.md", "tutorial.md", "huong-dan.md", "howto.md", "data-notes.md"):
        assert counts[name] >= 3, name


def test_both_tutorials_run_the_same_code():
    english, vietnamese = (
        [(language, re.sub(r"\s+#.*", "", code)) for _, language, code in blocks(p.read_text("utf-8"))]
        for p in (DOCS / "tutorial.md", DOCS / "huong-dan.md")
    )
    assert [language for language, _ in english] == [language for language, _ in vietnamese]


# -- generated parts ---------------------------------------------------------------------------------


def test_the_dictionary_and_the_catalogue_are_current():
    for name, text in _script("export_dictionary").FILES.items():
        assert (DOCS / name).read_text("utf-8") == text(), f"{name}: run docs/export_dictionary.py"


def test_the_schemas_are_current():
    script = _script("export_schemas")
    from hpbrief.models import Briefing, Finding, ScorecardRecord, Tables

    models = (Briefing, Finding, ScorecardRecord, Tables)
    for model in models:
        stored = (DOCS / "schemas" / f"{model.__name__}.json").read_text("utf-8")
        assert stored == script.schema_text(model), f"{model.__name__}: run docs/export_schemas.py"
    assert {f.stem for f in (DOCS / "schemas").glob("*.json")} == {m.__name__ for m in models}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", list(_script("export_charts").CHARTS))
def test_the_charts_of_the_pages_are_current_and_small(name, lang):
    stored = (DOCS / f"{name}-{lang}.svg").read_text("utf-8")
    drawn = _script("export_charts").chart_text(name, lang)
    assert len(stored.encode()) < 150_000
    title = re.compile(r"<title>(.*?)</title>", re.DOTALL)
    assert title.search(stored)[1] == title.search(drawn)[1], "run docs/export_charts.py"


def test_the_drawing_of_the_flow_can_be_read_aloud_and_loads_nothing():
    text = (DOCS / "flow.svg").read_text("utf-8")
    assert 'role="img"' in text
    assert "<title" in text
    assert "<desc" in text
    assert "prefers-color-scheme: dark" in text
    assert not re.search(r"(href|src)=\"http|@import|url\(http", text)


# -- links and words ---------------------------------------------------------------------------------


def _prose(page: Path) -> str:
    return _FENCE.sub("", page.read_text("utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=_id)
def test_relative_links_lead_somewhere(page):
    for target in _LINK.findall(_prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        path = page.parent / file if file else page
        assert path.exists(), f"{page.name}: {target}"
        if anchor:
            assert anchor in _anchors(path), f"{page.name}: {target}"


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", _prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings}


def _toctrees(page: Path) -> list[str]:
    trees = re.findall(r"^```\{toctree\}\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return [
        line.strip()
        for tree in trees
        for line in tree.splitlines()
        if line.strip() and line.strip()[0] != ":"
    ]


def test_the_table_of_contents_names_each_page_once():
    named = [entry for page in PAGES for entry in _toctrees(page)]
    for entry in named:
        folder = ROOT if entry.startswith("notebooks/") else DOCS
        assert any((folder / f"{entry}{ending}").exists() for ending in (".md", ".ipynb")), entry
    pages = {p.stem for p in DOCS.glob("*.md") if not p.stem.startswith("_")} - {"index"}
    notebooks = {f"notebooks/{p.stem}" for p in (ROOT / "notebooks").glob("*.ipynb")}
    assert sorted(named) == sorted(pages | notebooks)


def test_the_architecture_names_each_room():
    text = (DOCS / "architecture.md").read_text("utf-8")
    first = " ".join(row.split("|")[1] for row in text.splitlines() if row.startswith("| `"))
    named = {name.rstrip("/") for name in re.findall(r"`([^`]+)`", first)}
    package = ROOT / "hpbrief"
    rooms = {p.stem for p in package.iterdir() if (p.is_dir() or p.suffix == ".py") and p.name[0] != "_"}
    assert named == rooms


def test_the_readme_keeps_its_two_commands():
    text = (ROOT / "README.md").read_text("utf-8")
    assert "\npip install uv && uv run hpbrief report\n" in text
    assert "\npip install uv && uv run --group dev pytest\n" in text


def test_the_sentence_of_the_readme_on_the_seven_holds():
    from collections import Counter

    import hpbrief as hb

    text = " ".join((ROOT / "README.md").read_text("utf-8").split())
    assert "called seven of the nine met or exceeded. The figures published by then agree on two" in text
    assert "contradict two (port cargo, social housing) and cannot check three" in text
    card = hb.assess(hb.load_dataset("haiphong-2025"), as_of="2025-11-06")
    seven = [a for a in card if a.stated and a.stated.status == "met_or_exceeded"]
    assert Counter(a.agreement for a in seven) == {"consistent": 2, "overstated": 2, "not_checkable": 3}
    assert {a.indicator for a in seven if a.agreement == "overstated"} == {
        "port_cargo",
        "social_housing_completed",
    }


def test_the_glossary_is_long_enough_and_maps_to_words_that_exist():
    from hpbrief.catalog import load_catalog
    from hpbrief.models import terms
    from hpbrief.tables.schema import TABLES

    rows = re.findall(r"^\| (?!---)(.+?) \| (.+?) \| (.+?) \| (.*?) ?\|$", _prose(DOCS / "glossary.md"), re.M)
    rows = [r for r in rows if r[0] != "tiếng Việt"]
    assert len(rows) >= 70
    assert len({r[0] for r in rows}) == len(rows)
    catalog = load_catalog()
    known = {str(v) for values in vars(terms).values() if isinstance(values, type) for v in _values(values)}
    known |= set(catalog.indicators) | set(catalog.units) | set(catalog.areas)
    known |= {c.name for t in TABLES.values() for c in t.columns} | set(TABLES)
    known |= {"as_of", "Area.merged_into", "Meeting", "Directive", "LegalRef", "deadline", "owner"}
    known |= {"required_per_month", "attainment_pct", "required_growth_pct", "pace_index"}
    for vietnamese, *_, term in rows:
        for word in re.findall(r"`([^`]+)`", term):
            assert word in known or word.split("=")[0] in known, f"{vietnamese}: {word}"


def _values(values: type) -> list[object]:
    return list(values) if hasattr(values, "__members__") else []
