"""The page in headless Chromium: no accessibility violation, nothing that overflows, at all widths."""

import os
import shutil

import pytest

import hpbrief as hb

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
REQUIRED = bool(os.environ.get("HPBRIEF_REQUIRE_BROWSER"))

pytestmark = pytest.mark.skipif(CHROMIUM is None and not REQUIRED, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    card = hb.assess(hb.load_dataset("haiphong-2025"))
    other = hb.assess(hb.load_dataset("provinces-2025"), area="quang-ninh", as_of="2025-11-10")
    return {
        "vi": hb.write_report(card, folder / "vi.html", "vi"),
        "en": hb.write_report(card, folder / "en.html", "en"),
        "quang-ninh": hb.write_report(other, folder / "qn.html", "en"),
    }


@pytest.mark.parametrize("name", ["vi", "en", "quang-ninh"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_page_is_accessible_and_fits(browser, pages, name, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    try:
        requests = []
        page.on("request", lambda r: requests.append(r.url))
        page.goto(pages[name].as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
        assert found.response["violations"] == [], found.generate_report()
        assert requests == [pages[name].as_uri()]
    finally:
        page.close()


def test_prints_on_a4_without_losing_columns(browser, pages):
    page = browser.new_page()
    try:
        page.goto(pages["vi"].as_uri())
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 718, "height": 1000})  # A4 less its margins, in CSS pixels
        assert page.evaluate("document.querySelector('.overview').scrollWidth") <= 718
        assert page.evaluate("getComputedStyle(document.querySelector('.overview thead')).display") != "none"
        assert page.pdf(format="A4").startswith(b"%PDF")
    finally:
        page.close()


def indicators(page):
    return page.eval_on_selector_all("tr[data-indicator]", "rows => rows.map(r => r.dataset.indicator)")


def test_the_table_sorts_by_keyboard_and_says_so(browser, pages):
    page = browser.new_page()
    try:
        page.goto(pages["en"].as_uri())
        by_attention = indicators(page)
        head = page.locator("th[data-key=bar]")
        assert head.get_attribute("aria-sort") is None
        head.locator("button").focus()
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == "ascending"
        shares = page.eval_on_selector_all("tr[data-indicator]", "rows => rows.map(r => r.dataset.sortBar)")
        known = [float(s) for s in shares if s]
        assert known == sorted(known)
        assert shares == [s for s in shares if s] + [""] * (len(shares) - len(known))
        page.keyboard.press("Space")
        assert head.get_attribute("aria-sort") == "descending"
        assert indicators(page)[0] == "budget_revenue_total"
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") is None
        assert indicators(page) == by_attention
        page.locator("th[data-key=indicator] button").click()
        assert indicators(page)[0] == "port_cargo"  # Cargo throughput …
    finally:
        page.close()


def test_without_script_the_page_says_the_same(browser, pages):
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(pages["vi"].as_uri())
        assert page.locator("tr[data-indicator]").count() == 9
        assert page.locator("thead button").count() == 0
        assert "Khả năng đạt" in page.locator(".overview thead").inner_text()
    finally:
        context.close()


def test_the_policy_of_the_page_stops_any_other_script(browser, pages):
    page = browser.new_page()
    try:
        page.goto(pages["en"].as_uri())
        added = (
            "let s = document.createElement('script'); s.text = 'window.harmed = 1'; document.body.append(s)"
        )
        page.evaluate(added)
        assert page.evaluate("window.harmed") is None
    finally:
        page.close()
