"""Figures as SVG that stands inside a page, and the numbers that they show."""
import html
import io
import re

import numpy as np
from drawing import write_svg

MOST_ROWS = 40  # of one series in a page; run.nc has all


def inline_svg(figure, name, caption):
    """The <svg> of a figure, with identifiers of its own: a page has several, and theirs would meet. It scales with its
    place, and says what it is to those who cannot see it."""
    buffer = io.StringIO()
    write_svg(figure, buffer, {"Date": None, "Creator": None}, transparent=True)
    text = buffer.getvalue()
    text = text[text.index("<svg"):]
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.S)
    text = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', text)
    text = re.sub(r'(xlink:href|href)="#([^"]+)"', rf'\1="#{name}-\2"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", text)
    width = float(re.search(r'width="([\d.]+)pt"', text)[1]) / 72  # in
    text = re.sub(r'<svg ([^>]*?)width="[^"]+"', r"<svg \1", text, count=1)
    text = re.sub(r'<svg ([^>]*?)height="[^"]+"', r"<svg \1", text, count=1)
    said = f'role="img" aria-label="{html.escape(caption, quote=True)}"'
    return text.replace("<svg ", f'<svg {said} class="{"wide" if width > 4 else "narrow"}" ', 1)


SYMBOLS = {r"\langle": "⟨", r"\rangle": "⟩", r"\nabla": "∇", r"\cdot": "·", r"\lambda": "λ", r"\propto": "∝", r"\times": "×",
           r"\Gamma": "Γ", r"\eta": "η", r"\kappa": "κ", r"\tau": "τ", r"\ln": "ln", r"\max": "max", r"\,": " ", r"\mathrm": "",
           r"\gamma": "γ", r"\pi": "π", r"\sqrt": "√", r"\infty": "∞", r"\approx": "≈", r"\leq": "≤", r"\sum": "Σ", r"\delta": "δ"}


def plain(text):
    """A label of matplotlib without its mathematics: "$\\langle L\\rangle$" as "⟨L⟩"."""
    for command, symbol in SYMBOLS.items():
        text = re.sub(re.escape(command) + (r"(?![A-Za-z])" if command[-1].isalpha() else ""), symbol, text)
    return re.sub(r"[${}]|\\[a-z]+", "", text).strip()


def series_of(axes):
    """(label, x, y, error) of what is drawn in one panel; the error is None where there is none."""
    found, taken = [], set()
    for container in axes.containers:
        if not hasattr(container, "has_yerr"):
            continue
        line, _, bars = container.lines
        taken.add(line)
        error = None
        if container.has_yerr and bars:
            segments = bars[-1].get_segments()
            error = np.array([np.ptp(part[:, 1]) / 2 if len(part) else np.nan for part in segments])
        x, y = (np.asarray(values, float) for values in line.get_data())
        found.append((container.get_label(), x, y, error if error is not None and error.size == y.size else None))
    for line in axes.lines:
        x, y = (np.atleast_1d(np.asarray(values, float)) for values in line.get_data())
        if line not in taken and y.size > 2:
            found.append((line.get_label(), x, y, None))
    curves = 0
    for label, x, y, error in found:
        if not label or label.startswith("_"):
            curves += 1
            label = f"curve {curves}"
        yield plain(label), x, y, error


def numbers_of(figure):
    """(panel, label of x, label of y, [(label, x, y, error)]) of each panel that shows numbers."""
    for number, axes in enumerate(figure.axes, 1):
        series = [one for one in series_of(axes) if np.isfinite(one[2]).any()]
        if series:
            title = plain(axes.get_title(loc="left") or axes.get_title())
            yield title or f"panel {number}", plain(axes.get_xlabel()) or "x", plain(axes.get_ylabel()) or "y", series


def thinned(count):
    """Which rows of so many are shown."""
    return np.arange(count) if count <= MOST_ROWS else np.unique(np.linspace(0, count - 1, MOST_ROWS).round().astype(int))
