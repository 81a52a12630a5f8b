"""The explorer in JupyterLab in headless Chromium: a kernel runs the callbacks, the keyboard works the controls.

Needs the extra ``notebook``: ``uv run --extra notebook pytest tests/interactive/test_live.py``.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
REQUIRED = bool(os.environ.get("HPBRIEF_REQUIRE_BROWSER"))

pytest.importorskip("jupyterlab", reason="JupyterLab comes with the extra notebook")
pytestmark = pytest.mark.skipif(CHROMIUM is None and not REQUIRED, reason="no Chromium on this machine")

CODE = """import hpbrief as hb
explorer = hb.explore(hb.load_dataset("haiphong-2025"), lang="en", indicator="port_cargo")
explorer"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The address of a JupyterLab on loopback, in a folder with one notebook."""
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("notebooks")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CODE)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, folder / "explore.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {"ip": "127.0.0.1", "port": port, "root_dir": folder, "token": "", "allow_root": True}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser"]
    command += [f"--ServerApp.{name}={value}" for name, value in options.items()]
    folders = {name: str(home) for name in ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    with subprocess.Popen(
        command, env=os.environ | folders, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}/api")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_for(url):
    for _ in range(240):
        try:
            urllib.request.urlopen(url, timeout=2).read()
            return
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"nothing answers at {url}")


@pytest.fixture(scope="module")
def page(server):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": 1280, "height": 1100})
        page.set_default_timeout(60_000)
        page.away = []  # what is asked of any other place
        page.on("request", lambda r: r.url.startswith((server, "data:", "blob:")) or page.away.append(r.url))
        page.goto(f"{server}/doc/tree/explore.ipynb")
        page.get_by_text("| Idle").first.wait_for()  # a cell run before the kernel is there is not run
        page.locator(".jp-Notebook .cm-content").first.click()
        page.keyboard.press("Shift+Enter")
        page.locator(".widget-html img").wait_for()
        yield page
        browser.close()


def _alt(page):
    return page.locator(".widget-html img").get_attribute("alt")


def _until(page, words):
    """Wait until the chart's words hold some; the kernel answers when it can."""
    page.wait_for_function(
        "words => (document.querySelector('.widget-html img')?.alt ?? '').includes(words)", arg=words
    )


def test_a_choice_goes_to_the_kernel_and_comes_back_as_chart_and_words(page):
    assert "139.77 million tonnes" in _alt(page)
    page.get_by_label("Indicator", exact=True).select_option("Tourist arrivals")
    _until(page, "Tourist arrivals")
    assert "Tourist arrivals" in page.locator(".widget-html p").first.inner_text()
    assert page.locator(".widget-html img").evaluate("image => image.naturalWidth") > 500


def test_the_keyboard_alone_works_every_kind_of_control(page):
    page.get_by_label("Indicator", exact=True).select_option("Cargo throughput of ports")
    _until(page, "Cargo throughput of ports")
    cells = page.locator(".jp-Cell").count()
    page.get_by_label("Chart", exact=True).focus()
    page.keyboard.type("dd")  # which would delete the cell
    page.keyboard.press("ArrowDown")
    _until(page, "the year may bring")
    page.keyboard.press("ArrowDown")
    _until(page, "Still missing")
    page.locator(".noUi-handle").focus()
    page.keyboard.press("ArrowLeft")
    page.get_by_text("As known on 4 Nov 2025").wait_for()
    assert page.locator(".jp-Cell").count() == cells  # no key went to JupyterLab itself
    page.get_by_label("Language", exact=True).focus()
    page.keyboard.press("ArrowUp")
    _until(page, "Sản lượng hàng hóa")
    assert page.get_by_label("Địa bàn", exact=True).is_visible()
    page.keyboard.press("Tab")  # focus moves on, it is not trapped
    assert page.evaluate("document.activeElement.tagName") != "SELECT"


def test_nothing_is_asked_of_another_place_and_nothing_overflows(page):
    assert page.away == []
    output = page.locator(".jp-OutputArea-output").first
    assert output.evaluate("e => e.scrollWidth <= e.clientWidth + 1")
