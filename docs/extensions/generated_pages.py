"""Writes the pages of the reference that are generated, into docs/generated, before Sphinx reads any."""
import pathlib

import cpp_comments
import program_tables

HERE = pathlib.Path(__file__).parents[1]
BENCH = HERE.parent / "bench"


def raw_files():
    """The page of everything in bench/results, as files to take along."""
    text = ["# Raw files of the benchmarks\n", "Every file below `bench/results`, as it was measured.\n"]
    for folder in sorted(path for path in (BENCH / "results").iterdir() if path.is_dir()):
        text.append(f"## {folder.name}\n")
        about = folder / "README.md"
        if about.is_file():
            text.append("\n".join(line for line in about.read_text().splitlines() if not line.startswith("# ")).strip() + "\n")
        text.append("\n".join(f"- {{download}}`{path.name} <../../bench/results/{folder.name}/{path.name}>` ({path.stat().st_size} bytes)"
                              for path in sorted(folder.iterdir()) if path.name != "README.md") + "\n")
    return "\n".join(text)


def reports():
    """A page for the report of each reproduction that is committed: (name, text)."""
    for folder in sorted((BENCH / "reproduction").iterdir()):
        if (folder / "report.md").is_file():
            yield folder.name, f"```{{include}} ../../bench/reproduction/{folder.name}/report.md\n:relative-images:\n:relative-docs: .\n```\n"


def write(name, text):
    path = HERE / "generated" / f"{name}.md"
    path.parent.mkdir(exist_ok=True)
    if not path.is_file() or path.read_text() != text:  # an unchanged page is not read again
        path.write_text(text)


def generate(_app=None):
    write("commands", program_tables.commands())
    write("variables", program_tables.variables())
    for room, text in cpp_comments.pages().items():
        write(f"cpp-{room}", text)
    write("raw-files", raw_files())
    for name, text in reports():
        write(f"report-{name}", text)


def setup(app):
    app.connect("builder-inited", generate)
    return {"parallel_read_safe": True}
