"""The page of a run, as a browser shows it, and the figures as functions."""
import os
import pathlib
import re
import shutil

import numpy as np
import pytest

import replicas
from conftest import SMALL

plt = pytest.importorskip("matplotlib.pyplot")
ROOT = pathlib.Path(__file__).parents[2]


@pytest.fixture(scope="module")
def page(small_run, tmp_path_factory):
    return pathlib.Path(small_run.report(tmp_path_factory.mktemp("page") / "report.html"))


@pytest.fixture(scope="module")
def browser():
    """Chromium of the system, or of playwright."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed here")
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with playwright.sync_playwright() as started:
        try:
            own = started.chromium.launch(executable_path=found, args=["--no-sandbox"])
        except playwright.Error as error:
            pytest.skip(f"no Chromium here: {str(error).splitlines()[0]}")
        yield own
        own.close()


def opened(browser, page, width=1200, scheme="light"):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    tab = context.new_page()
    tab.troubles = []
    tab.on("console", lambda message: tab.troubles.append(message.text))
    tab.on("pageerror", lambda error: tab.troubles.append(str(error)))
    tab.on("request", lambda request: tab.troubles.append(request.url) if not request.url.startswith(("file:", "data:")) else None)
    tab.goto(page.as_uri())
    return tab


def luminance(colour):
    values = [float(part) / 255 for part in re.findall(r"[\d.]+", colour)[:3]]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_opens_without_network_errors_or_scrolling_sideways(browser, page, width, scheme):
    tab = opened(browser, page, width, scheme)
    assert tab.troubles == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == {
        "light": "rgb(255, 255, 255)", "dark": "rgb(21, 23, 27)"}[scheme]
    sizes = tab.evaluate("[...document.querySelectorAll('figure svg')].map(s => [s.getBoundingClientRect().width, s.getBoundingClientRect().height])")
    assert len(sizes) >= 8 and all(wide > 200 and high > 100 for wide, high in sizes)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_is_legible_and_named_for_everybody(browser, page, scheme):
    tab = opened(browser, page, 900, scheme)
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for words, ground in tab.evaluate("""[...document.querySelectorAll('p, li span, td, th, a, summary, figcaption, h1, h2, code')].map(e => {
            let own = e; while (own && getComputedStyle(own).backgroundColor === 'rgba(0, 0, 0, 0)') own = own.parentElement;
            return [getComputedStyle(e).color, getComputedStyle(own || document.body).backgroundColor] })"""):
        low, high = sorted((luminance(words), luminance(ground)))
        assert (high + 0.05) / (low + 0.05) >= 4.5, (words, ground)
    identifiers = tab.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(identifiers) == len(set(identifiers))
    broken = tab.evaluate("""[...document.querySelectorAll('svg use')].map(u => u.getAttribute('xlink:href') || u.getAttribute('href'))
            .filter(h => !document.getElementById(h.slice(1)))""")
    assert broken == []
    assert tab.evaluate("[...document.querySelectorAll('figure svg')].every(s => s.getAttribute('role') === 'img' && s.getAttribute('aria-label').length > 20)")
    assert tab.evaluate("[...document.querySelectorAll('.scroll')].every(s => s.tabIndex === 0 && s.getAttribute('aria-label'))")
    assert tab.evaluate("[...document.querySelectorAll('h1,h2,h3')].map(h => +h.tagName[1]).every((l, i, a) => i === 0 ? l === 1 : l <= a[i-1] + 1)")
    assert tab.evaluate("document.documentElement.lang") == "en" and tab.title()


def test_has_no_finding_of_axe(browser, page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed here")
    for scheme in ("light", "dark"):
        found = axe.Axe().run(opened(browser, page, 360, scheme)).response["violations"]
        assert [(one["id"], one["impact"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in ("serious", "critical")] == []


def test_says_what_was_asked_found_and_how_to_go_on(small_run, page):
    text = page.read_text()
    assert "://" not in re.sub(r'xmlns(:\w+)?="[^"]*"', "", text), "it would need a network"
    for head in ("What was asked", "Verdicts", "Numbers", "Figures", "How to repeat it", "How to cite it"):
        assert f">{head}</h2>" in text
    assert "@misc{jules2023" in text and "replicas.run(temps=" in text and "--steps" not in text
    for verdict in small_run.verdicts:
        assert f'class="{verdict.kind}"' in text
    value, error = float(small_run.loss_mean[0]), float(small_run.loss_mean_error[0])
    found = re.search(r'<th scope="row">0.001</th>.*?</tr>', text, re.S)[0]
    cells = re.findall(r"<td>([^<]*)</td>", found)
    heads = re.findall(r'<th scope="col">([^<]*)</th>', text[text.index(">Numbers</h2>"):])
    shown = cells[heads.index("loss_mean") - 1]
    number, digits, power = re.fullmatch(r"([\d.]+)\((\d+)\)(e[+-]\d+)?", shown).groups()
    unit = 10.0 ** (int((power or "e0")[1:]) - len(number.partition(".")[2]))
    assert abs(float(number + (power or "")) - value) <= unit and abs(int(digits) * unit - error) <= unit


def test_its_table_is_that_of_the_terminal():
    from replicas._drawing import modules
    listed = re.findall(r'TableColumn\{"[^"]*", "([a-z0-9_]+)"', (ROOT / "host/show/table.cc").read_text())
    assert list(modules().page.TABLE) == listed


def test_numbers_behind_a_figure_are_those_of_the_run(small_run):
    from replicas._drawing import modules
    figure = small_run.figure("loss")
    panels = list(modules().inline_svg.numbers_of(figure))
    label, x, y, error = panels[0][3][0]
    assert label == "measured"
    np.testing.assert_allclose(y, (small_run.loss_mean - small_run.ground_loss) / small_run.temperature)
    np.testing.assert_allclose(error, small_run.loss_mean_error / small_run.temperature)
    plt.close("all")


def test_figures_are_functions_that_leave_matplotlib_alone(small_run):
    from replicas import figures
    backend, size = plt.get_backend(), plt.rcParams["font.size"]
    names = set()
    for name, draw in figures.ALL.items():
        try:
            assert draw(small_run).axes
            names.add(name)
        except figures.LeftOut as absent:
            assert str(absent)
    assert {"overview", "loss", "histogram", "motion"} <= names
    assert (plt.get_backend(), plt.rcParams["font.size"]) == (backend, size)
    import xarray
    assert figures.overview(xarray.open_dataset(pathlib.Path(small_run.directory) / "run.nc")).axes
    with pytest.raises(ValueError, match="did you mean 'overview'"):
        small_run.figure("overvew")
    plt.close("all")


@pytest.fixture(scope="module")
def studies(tmp_path_factory):
    """Those of jules2023, far smaller than its own."""
    folder = tmp_path_factory.mktemp("studies")
    small = {"replicas": 4, "temps": "1e-4:1e-2:4", "steps": 2000, "progress": False}
    own = {"network": {"network": [4, 6, 3], "examples": 12}, "transition": {"network": [4, 6, 3], "examples": 30, "prior": 0.5},
           "quadratic": {"network": "12-2", "activation": "linear", "no_bias": True, "loss": "mse", "examples": 4, "step_size": 0.002},
           "wall-gas": {"potential": "wall-gas:10x10"}}
    return folder, {name: replicas.run(**small, **words, out=folder / name) for name, words in own.items()}


def test_figures_of_a_paper_are_functions_too(studies):
    import sys
    from replicas import figures
    folder, runs = studies
    before, path = set(sys.modules), list(sys.path)
    drawn = figures.of_paper("jules2023")
    assert {"dimension", "curvature", "boundary"} <= set(drawn) and "effective" in drawn["dimension"].__doc__.lower()
    assert sys.path == path and not {"panels", "jules2023", "figures", "judging"} & (set(sys.modules) - before)
    one, other = drawn["dimension"](folder), drawn["dimension"](runs)
    bars = [[bar.lines[0].get_data() for bar in figure.axes[0].containers] for figure in (one, other)]
    np.testing.assert_array_equal(bars[0], bars[1])
    np.testing.assert_allclose(bars[0][0][1], runs["network"].d_mean)
    with pytest.raises(ValueError, match="choose from baldassi2020"):
        figures.of_paper("jules2022")
    plt.close("all")


def test_a_notebook_shows_verdicts_table_and_figure(small_run):
    shown = small_run._repr_html_()
    assert "Verdicts:" in shown and "loss_mean" in shown and 'class="wide"' in shown
    assert 'class="wide"' not in small_run["posterior"]._repr_html_()


def test_the_command_writes_the_same_page(small_run, command, here):
    shutil.copytree(small_run.directory, "run")
    environment = os.environ["PATH"]
    done = command(["report", "run"], here)
    assert done.stdout.startswith("report in") and os.environ["PATH"] == environment
    text = pathlib.Path("run/report.html").read_text()
    assert ">Figures</h2>" in text and "--steps" in text and "steps=" not in re.sub(r"replicas\.run\(.*?\)", "", text)
    command(["report", "run", "--out", "/proc/page.html"], here, status=73)
    command(["report", "nowhere"], here, status=66)
