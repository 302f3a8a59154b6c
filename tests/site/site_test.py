"""The built site in a browser: REPLICAS_SITE names its folder. On a telephone and on a desk, light and dark, no page scrolls sideways, says
anything on the console, or asks a network for anything. Run by pytest in .ci/run, skipped where there is no browser."""
import os
import pathlib
import shutil

import pytest

folder = pathlib.Path(os.environ.get("REPLICAS_SITE", "nowhere"))
PAGES = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html")) if folder.is_dir() else []
if not PAGES:
    pytest.skip("there is no site: REPLICAS_SITE", allow_module_level=True)


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed here")
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with playwright.sync_playwright() as started:
        try:
            own = started.chromium.launch(executable_path=found, args=["--no-sandbox"])
        except playwright.Error as error:
            pytest.skip(f"no Chromium here: {str(error).splitlines()[0]}")
        yield own
        own.close()


@pytest.mark.parametrize("width,scheme", [(360, "light"), (1280, "dark")])
def test_pages_fit_and_need_no_network(browser, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    tab = context.new_page()
    troubles = []
    tab.on("console", lambda message: troubles.append(message.text) if message.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    tab.on("request", lambda request: None if request.url.startswith(("file:", "data:")) else troubles.append(request.url))
    faults = []
    for name in PAGES:
        tab.goto((folder / name).as_uri())
        wide = tab.evaluate("document.documentElement.scrollWidth")
        hidden = tab.evaluate("[...document.images].filter(i => i.loading !== 'lazy' && !(i.complete && i.naturalWidth)).map(i => i.src)")
        if wide > width or hidden or troubles:
            faults.append((name, wide, hidden, list(troubles)))
        troubles.clear()
    assert faults == []


def test_formulas_are_drawn_and_notebooks_were_run(browser):
    tab = browser.new_context().new_page()
    tab.goto((folder / "theory" / "estimators.html").as_uri())
    assert tab.evaluate("[...document.querySelectorAll('math')].length") > 20
    assert tab.evaluate("[...document.querySelectorAll('math')].every(m => m.getBoundingClientRect().height > 5)")
    for name in ("sweep", "llc", "curvature", "observable", "cluster"):
        tab.goto((folder / "notebooks" / f"{name}.html").as_uri())
        assert tab.evaluate("[...document.querySelectorAll('.cell_output')].length") >= 3, name
