"""Keywords of Python as the options of a run: the names come from the table of options and from nowhere else."""
from __future__ import annotations

from typing import Any

from . import _core
from ._values import text_of

FIELDS = {field.key.replace("-", "_"): field for field in _core.fields()}
#: Longer words that are taken, too.
ALIASES = {"temperatures": "temps"}


def options(keyword: str | None = None) -> str:
    """What the keywords of a run mean, a line each, or one of them: what it takes, and its default."""
    from ._errors import as_keywords
    if keyword is not None:
        field = FIELDS[known(keyword, "options")]
        return as_keywords(f"{keyword}: {takes(field)}. {field.help}.")
    width = max(map(len, FIELDS))
    return "\n".join(as_keywords(f"{name:{width}}  {takes(field)}. {field.help}.") for name, field in FIELDS.items())


def takes(field: _core.Field) -> str:
    if field.flag:
        return "True or False"
    return field.value + (f", default {field.standard}" if field.standard else "")


def known(name: str, caller: str) -> str:
    """The option that a keyword means; TypeError, with the one that was perhaps meant, where there is none."""
    name = ALIASES.get(name, name)
    if name in FIELDS:
        return name
    near = _core.did_you_mean(name, [*FIELDS, *ALIASES])
    raise TypeError(f"{caller}() got an unexpected keyword argument '{name}'"
                    + (f"; did you mean {near}=?" if near else "; replicas.options() lists them"))


def texts_of(given: dict[str, Any], caller: str) -> dict[str, str]:
    """Texts of the options that were chosen, by key."""
    texts: dict[str, str] = {}
    for keyword, value in given.items():
        name = known(keyword, caller)
        field = FIELDS[name]
        if value is None:
            continue
        if field.key in texts:
            raise TypeError(f"{caller}() got {keyword}= and {name}=, which are one option")
        if not field.flag:
            texts[field.key] = text_of(keyword, value, "-" if name == "network" else ",")
        elif value in (True, False):
            if value:
                texts[field.key] = "true"
        else:
            raise TypeError(f"{keyword}={value!r}: this option is a flag; it takes True or False")
    return texts
