"""The report of a reproduction as one page that needs nothing beside itself, in the form of the report of a run: its Markdown, of which
only what reports are made of is read (heads, tables, lists, paragraphs, pictures), with each picture drawn into the page."""
import re

from page import document, escape, figure_part, scrolling, table_of


def inline(text):
    """Signs first, then what Markdown means by stars, backticks and brackets."""
    parts = re.split(r"`([^`]*)`", text.replace("\\|", "|"))
    written = [f"<code>{escape(part)}</code>" if number % 2 else
               re.sub(r"\*([^*]+)\*", r"<em>\1</em>", re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", escape(part)))
               for number, part in enumerate(parts)]
    return "".join(written)


def cells(line):
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]


def table(lines, label):
    heads, *rows = [cells(line) for line in lines if not re.fullmatch(r"\|[-|: ]+\|", line.strip())]
    return scrolling(table_of("", [inline(head) for head in heads], [[inline(cell) for cell in row] for row in rows], "words"), f"{label}: a table")


def blocks(lines, figures, label):
    """The HTML of a section."""
    text, paragraph = [], []

    def end():
        if paragraph:
            text.append(f"<p>{inline(' '.join(paragraph))}</p>")
            paragraph.clear()

    at = 0
    while at < len(lines):
        line = lines[at]
        picture = re.fullmatch(r"!\[(.*)\]\(figures/(\w+)\.png\)", line)
        if picture and picture[2] in figures:
            end()
            text.append(figure_part(picture[2], figures[picture[2]], picture[1]))
        elif re.match(r"\||- ", line):
            end()
            first = at
            while at + 1 < len(lines) and lines[at + 1].startswith(line[0]):
                at += 1
            part = lines[first:at + 1]
            text.append(table(part, label) if line[0] == "|" else "<ul>" + "".join(f"<li>{inline(one[2:])}</li>" for one in part) + "</ul>")
        elif re.fullmatch(r"\*[^*].*\*", line):
            end()  # the caption below a picture, which the figure has already
        elif line.startswith("### "):
            end()
            text.append(f"<h3>{inline(line[4:])}</h3>")
        elif line.strip():
            paragraph.append(line)
        else:
            end()
        at += 1
    end()
    return "".join(text)


def page(markdown, figures, source):
    """`figures`: the matplotlib figure of each picture by its name; what stands in the Markdown of a report below a head is a section."""
    lines = "\n".join(markdown.splitlines()).replace("\n\n\n", "\n\n").split("\n")
    title = lines[0].removeprefix("# ")
    sections, heads = [], [number for number, line in enumerate(lines) if line.startswith("## ")]
    for first, end in zip(heads, [*heads[1:], len(lines)]):
        head = lines[first][3:]
        sections.append((f"part-{len(sections) + 1}", head, blocks(lines[first + 1:end], figures, head)))
    return document(title, blocks(lines[1:heads[0] if heads else len(lines)], figures, title), sections, source,
                    "The numbers stand in report.json, and in the results of the studies beside it.")
