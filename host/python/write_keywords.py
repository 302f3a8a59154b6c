#!/usr/bin/env python3
"""Writes _keywords.py into the folder of the built package: the options of a run as a typed dictionary, for editors and type
checkers, from the one table that describes them: write_keywords.py FOLDER."""
import pathlib
import re
import sys

HEAD = '''"""The options of a run, written by the build from the table of options."""
from typing import Literal, TypedDict

from ._values import Value


class Keywords(TypedDict, total=False):
    """What `replicas.run`, `Simulation` and `resume` take beside data. None, or an option left out, is its default."""
'''


def kind(field):
    if field.flag:
        return "bool | None"
    listed = ", ".join(repr(choice) for choice in field.choices)
    return f"Literal[{listed}] | Value" if listed else "Value"


def entry(field):
    words = re.sub(r"<([a-z0-9-]+)>", lambda key: key[1].replace("-", "_") + "=", field.help)
    standard = f" Default: {field.standard}." if field.standard else ""
    takes = "True or False" if field.flag else field.value
    return f'''
    {field.key.replace("-", "_")}: {kind(field)}
    {(words + ". Takes " + takes + "." + standard)!r}
'''


def main():
    folder = pathlib.Path(sys.argv[1])
    sys.path.insert(0, str(folder))
    import _core
    own = [field for field in _core.fields() if field.key not in ("data", "test-data")]
    (folder / "_keywords.py").write_text(HEAD + "".join(map(entry, own)))


if __name__ == "__main__":
    main()
