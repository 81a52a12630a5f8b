from __future__ import annotations

import inspect
import json
import pkgutil
import subprocess
import sys

import pytest

import hpbrief

HEAVY = ("pandas", "matplotlib", "scipy", "numpy")


def _loaded(code: str) -> set[str]:
    script = f"import sys, json\n{code}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_import_loads_nothing_heavy() -> None:
    loaded = _loaded("import hpbrief")
    assert "hpbrief" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_data_load_without_anything_heavy() -> None:
    loaded = _loaded("import hpbrief; hpbrief.load_dataset('haiphong-2025').as_of('2025-11-06')")
    assert "hpbrief.dataset" in loaded
    assert loaded.isdisjoint(("pandas", "matplotlib", "scipy"))


def test_reports_load_no_office_library_before_they_write() -> None:
    loaded = _loaded("import hpbrief; hpbrief.write_report")
    assert "hpbrief.report" in loaded
    assert loaded.isdisjoint(("docx", "openpyxl", "xlsxwriter", "jinja2", "matplotlib.pyplot"))


@pytest.mark.parametrize(
    "arguments", [["--version"], [], ["datasets"], ["show", "haiphong-2025", "tourists"]]
)
def test_a_command_loads_no_other_command(arguments: list[str]) -> None:
    run = f"main({arguments!r}, standalone_mode=False)"
    loaded = _loaded(
        f"import contextlib, io\nfrom hpbrief.cli import main\n"
        f"with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n    {run}"
    )
    assert "hpbrief.cli" in loaded
    assert loaded.isdisjoint(
        ("hpbrief.extract", "hpbrief.briefing", "hpbrief.corpus", "pandas", "matplotlib")
    )


def test_help_names_the_commands_that_load_on_first_use() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from hpbrief.cli import main; main(['--help'])"],
        capture_output=True,
        text=True,
        check=True,
    )
    for name in ("extract", "corpus", "report"):
        assert f"\n  {name} " in done.stdout


def test_frames_load_pandas_on_first_use() -> None:
    assert "pandas" in _loaded("import hpbrief; hpbrief.load_dataset('haiphong-2025').to_frame()")


@pytest.mark.parametrize("name", hpbrief.__all__)
def test_every_public_name_resolves(name: str) -> None:
    assert getattr(hpbrief, name) is not None
    assert name in dir(hpbrief)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = hpbrief.no_such_name


def test_no_exported_function_bears_a_modules_name() -> None:
    modules = {name.rpartition(".")[2] for _, name, _ in pkgutil.walk_packages(hpbrief.__path__, "hpbrief.")}
    functions = {n for n in hpbrief.__all__ if inspect.isfunction(getattr(hpbrief, n))}
    assert "assess" in functions
    assert functions.isdisjoint(modules)


def test_errors_are_one_tree() -> None:
    for name in ("CatalogError", "DatasetError", "LoadError", "ParseError", "UnsafeFileError"):
        assert issubclass(getattr(hpbrief, name), hpbrief.HpbriefError)
    assert issubclass(hpbrief.ParseError, ValueError)
    assert issubclass(hpbrief.UnsafeFileError, hpbrief.LoadError)
