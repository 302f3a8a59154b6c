"""Python's values as the texts that the table of options reads."""
from __future__ import annotations

import datetime
import numbers
import os
from collections.abc import Iterable
from typing import Any, Union

import numpy as np

#: What an option may be given: a number, a text or path, a duration, or several numbers.
Value = Union[str, os.PathLike, float, datetime.timedelta, Iterable[float], None]


def number_text(number: Any) -> str:
    """The shortest text that reads back as the same number; whole numbers without a point."""
    if isinstance(number, numbers.Integral):
        return str(int(number))
    value = float(number)
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def text_of(keyword: str, value: Any, separator: str = ",") -> str:
    """The text of an option's value. TypeError when it is none that options have."""
    if isinstance(value, (str, os.PathLike)):
        return os.fspath(value)
    if isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{keyword}={value}: this option is no flag; it takes a value")
    if isinstance(value, datetime.timedelta):
        return number_text(value.total_seconds()) + "s"
    if isinstance(value, numbers.Real):
        return number_text(value)
    if hasattr(value, "item") and np.ndim(value) == 0:
        return text_of(keyword, value.item())
    try:
        parts = list(value)
    except TypeError:
        raise TypeError(f"{keyword}= takes a number, a text or several numbers, not {type(value).__name__}") from None
    return separator.join(text_of(keyword, part) for part in parts)
