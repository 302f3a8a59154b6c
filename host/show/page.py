"""A run as one page that needs nothing beside itself: what was asked, verdicts, numbers with errors, figures, how to cite and
how to repeat it."""
import html
import json
import math
import pathlib
import re

import numpy as np
from inline_svg import inline_svg, numbers_of, thinned

#: Of the root, what the table on the terminal shows, and what it is called there (host/show/table.cc).
TABLE = ("p_t", "step_size", "loss_mean", "d_mean", "exact_d_mean", "d_var", "exact_d_var", "d_heat", "exact_d_heat", "llc", "n_act",
         "curvature", "hessian_trace", "t_conf", "t_gauge", "weight_norm2", "training_error", "test_loss", "test_error", "tau", "ess",
         "rhat")
KINDS = {"good": "✓ good", "note": "• note", "failure": "✗ failure"}


def shown(value, error=math.nan):
    """1.040(6): the error in units of the last place, two of its digits where the first is a 1."""
    if not math.isfinite(value):
        return "–"
    if not (math.isfinite(error) and error > 0):
        return f"{value:.4g}"
    power = math.floor(math.log10(error))
    places = power - (1 if error / 10.0 ** power < 1.95 else 0)  # of the last digit
    large = math.floor(math.log10(max(abs(value), error)))
    if -4 <= large < 6 and places <= 0:
        return f"{value:.{-places}f}({round(error / 10.0 ** places)})"
    scale = 10.0 ** large
    return f"{value / scale:.{max(0, large - places)}f}({round(error / 10.0 ** places)})e{large:+03d}"


def escape(text):
    return html.escape(str(text), quote=True)


def as_options(keys):
    """What writes the fields in angle brackets of a text as the command does, --steps; other words stay as they are."""
    return lambda text: re.sub(r"<([a-z0-9][a-z0-9-]*)>", lambda key: f"--{key[1]}" if key[1] in keys else key[0], text)


def scrolling(inner, label):
    """What is wider than a telephone scrolls by itself, and can be reached by keys."""
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(label)}">{inner}</div>'


def table_of(caption, heads, rows, kind="numbers"):
    """`rows` begin with their head."""
    top = "".join(f'<th scope="col">{head}</th>' for head in heads)
    body = "".join(f'<tr><th scope="row">{row[0]}</th>' + "".join(f"<td>{cell}</td>" for cell in row[1:]) + "</tr>" for row in rows)
    said = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f'<table class="{kind}">{said}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def configuration_of(about):
    """Key and value of each line of the configuration, as TOML writes them."""
    pairs = re.findall(r"^([a-z0-9-]+) = (.*)$", str(about.get("configuration", "")), re.M)
    return [(key, value) for key, value in pairs]


def facts(about):
    words = [("title", "title"), ("network", "network"), ("activation", "activation"), ("loss", "loss"), ("data", "data"), ("device", "device"),
             ("steps", "steps"), ("replicas", "replicas per temperature"), ("seed", "seed"), ("source", "program"), ("created_at", "written"),
             ("data_notes", "of the data"), ("weights_set_at_steps", "weights set at steps")]
    rows = [(escape(word), escape(about[name])) for name, word in words if str(about.get(name, "")) != ""]
    asked = [(f"<code>{escape(key)}</code>", f"<code>{escape(value)}</code>") for key, value in configuration_of(about)]
    return (table_of("What was run", ("what", "value"), rows, "facts")
            + (f"<details><summary>All options</summary>{table_of('Every option that defines the numbers', ('option', 'value'), asked, 'facts')}"
               "</details>" if asked else ""))


def verdicts(about, words):
    entries = json.loads(about.get("verdicts", "[]"))
    if not entries:
        return "<p>This run has no verdicts.</p>"
    order = {"failure": 0, "note": 1, "good": 2}
    return '<ul class="verdicts">' + "".join(
        f'<li class="{escape(entry["kind"])}"><span class="kind">{KINDS.get(entry["kind"], escape(entry["kind"]))}</span>'
        f'<span>{sentence(words(entry["sentence"]))}</span></li>'
        for entry in sorted(entries, key=lambda entry: order.get(entry["kind"], 3))) + "</ul>"


def sentence(text):
    """Options are not broken at the end of a line."""
    return re.sub(r"(?<![\w-])(--[a-z][a-z0-9-]*|[a-z_]+=(?=[\s.,;:)]|$))", r'<span class="option">\1</span>', escape(text))


def columns_of(run, names):
    return [name for name in names if run.has(name) and run.values[name].shape == run.T.shape]


def numbers_table(run, names, caption):
    def cell(name, t):
        error = run.values.get(f"{name}_error")
        return shown(float(run.values[name][t]), float(error[t]) if error is not None else math.nan)
    return f"<p>{escape(caption)}</p>" + scrolling(table_of("", ("T", *map(escape, names)),
                              [(f"{T:.4g}", *(cell(name, t) for name in names)) for t, T in enumerate(run.T)]), caption)


def figure_numbers(figure):
    parts = []
    for panel, x_label, y_label, series in numbers_of(figure):
        for label, x, y, error in series:
            rows = [(f"{x[i]:.5g}", f"{y[i]:.5g}", *([f"{error[i]:.2g}"] if error is not None else [])) for i in thinned(y.size)]
            part = f" ({len(rows)} of {y.size} points)" if len(rows) < y.size else ""
            parts.append(table_of(f"{panel}: {label}{part}", (escape(x_label), escape(y_label), *(["±"] if error is not None else [])), rows))
    return "".join(parts)


def figure_part(name, figure, caption):
    numbers = figure_numbers(figure)
    drawn = scrolling(inline_svg(figure, name, caption), f"figure {name}")
    behind = (f"<details><summary>The numbers of figure {escape(name)}</summary>{scrolling(numbers, f'numbers of figure {name}')}</details>"
              if numbers else "")
    return f'<figure id="figure-{name}">{drawn}<figcaption><strong>{escape(name)}.</strong> {escape(caption)}</figcaption>{behind}</figure>'


def python_call(about):
    """What makes the same run from Python."""
    words = []
    for key, value in configuration_of(about):
        value = {"true": "True", "false": "False"}.get(value, value)
        words.append(f"{key.replace('-', '_')}={'(x, y)' if value.startswith(chr(34) + 'memory:') else value}")
    return "run = replicas.run(" + ", ".join(words) + ")"


def fragment(run, figures, words=str):
    """A few lines for a notebook: how the run is, its table and a figure."""
    kinds = [entry["kind"] for entry in json.loads(run.about.get("verdicts", "[]"))]
    counted = ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("failure", "note", "good") if kind in kinds)
    worst = [entry for entry in json.loads(run.about.get("verdicts", "[]")) if entry["kind"] == "failure"]
    table = numbers_table(run, columns_of(run, TABLE), "In brackets one standard error, in units of the last digit:")
    lines = "".join(f"<li>{sentence(words(entry['sentence']))}</li>" for entry in worst)
    drawn = "".join(f'<div style="max-width: 46rem; background: #fff">{inline_svg(figure, f"notebook-{name}", caption)}</div>'
                    for name, figure, caption in figures)
    table = table.replace('<div class="scroll"', '<div style="overflow-x: auto"')
    return (f"<div><strong>{escape(run.about.get('title', 'replicas run'))}</strong><br>{escape(run.words())}"
            f"<p>Verdicts: {escape(counted) or 'none'}.</p><ul>{lines}</ul>{table}{drawn}</div>")


def document(title, lead, sections, source, footer):
    """A page that needs nothing beside itself. `sections`: (key, head, what stands in it) of each."""
    style = pathlib.Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    contents = "".join(f'<li><a href="#{key}">{escape(head)}</a></li>' for key, head, _ in sections)
    body = "".join(f'<section aria-labelledby="{key}"><h2 id="{key}">{escape(head)}</h2>{text}</section>' for key, head, text in sections)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="{escape(source)}"><title>{escape(title)}</title><link rel="icon" href="data:,">
<style>
{style}</style></head>
<body><header><h1>{escape(title)}</h1>{lead}<nav aria-label="Contents"><ul>{contents}</ul></nav></header>
<main>{body}</main>
<footer>{escape(footer)}</footer></body></html>
"""


def page(run, figures, citation="", words=str, left_out=()):
    """The page as text. `figures`: (name, figure, caption) of each; `words` writes the fields that verdicts name."""
    about = run.about
    main = columns_of(run, TABLE)
    known = {name for name in run.values if name.endswith(("_error", "_dataset_spread"))}
    others = columns_of(run, [name for name in run.values if name not in known and name not in main and name != "temperature"])
    drawn = "".join(figure_part(*one) for one in figures)
    absent = f"<p>Left out, for the run does not have what they show: {escape(', '.join(left_out))}.</p>" if left_out else ""
    history = str(about.get("history", ""))
    sections = [
        ("asked", "What was asked", facts(about)),
        ("verdicts", "Verdicts", verdicts(about, words)),
        ("numbers", "Numbers", numbers_table(run, main, "A row per temperature; in brackets one standard error, in units of the last digit:")
         + (f"<details><summary>All other columns</summary>{numbers_table(run, others, 'The other columns of run.nc:')}</details>" if others else "")),
        ("figures", "Figures", drawn + absent),
        ("repeat", "How to repeat it", (f"<p>It was made by</p><pre tabindex=\"0\"><code>{escape(history)}</code></pre>" if history else "")
         + "<p>The same run again, from its results alone:</p><pre tabindex=\"0\"><code>replicas --config run.nc --out again</code></pre>"
         + (f"<p>and from Python:</p><pre tabindex=\"0\"><code>{escape(python_call(about))}</code></pre>" if configuration_of(about) else "")),
        ("cite", "How to cite it", f"<pre tabindex=\"0\"><code>{escape(citation.strip())}</code></pre>" if citation else "<p>replicas --cite says it.</p>"),
    ]
    source = about.get("source", "replicas")
    return document(about.get("title", "replicas run"), f'<p class="lead">{escape(run.words())}</p>', sections, source,
                    f"Written by {source}; every number stands in run.nc beside it.")
