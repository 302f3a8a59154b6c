"""Exceptions: each of replicas' own kinds is one of Python's, so that `except FileNotFoundError` and `except replicas.Error`
both mean what they say. The sentences are those of the command, with keywords in the place of option words."""
from __future__ import annotations

import re

from ._options import FIELDS

_NUMBER = r"[-+]?\.?\d[^\s;,)]*"


def as_keywords(text: str) -> str:
    """A text of the libraries, where options stand as <step-size>, with what is written in Python: step_size=."""
    def written(match: re.Match) -> str:
        name, value = match["key"].replace("-", "_"), match["value"]
        field = FIELDS.get(name)
        if field is None:
            return match[0]
        if match["colon"]:
            return f"{name}:" + (f" {value}" if value else "")
        if field.flag:
            return f"{name}=True" + (f" {value}" if value else "")
        if value in field.choices:
            return f"{name}={value!r}"
        if value and re.fullmatch(_NUMBER, value):
            return f"{name}={value}"
        return f"{name}=" + (f" {value}" if value else "")
    return re.sub(r"<(?P<key>[a-z0-9][a-z0-9-]*)>(?P<colon>:)?(?: (?P<value>[^\s;,)<]+))?", written, text)


class Error(Exception):
    """Whatever replicas refuses or fails at. `kind` is the word of the C++ library, `keywords` are those that the sentence
    names: the one at fault comes first in most sentences."""
    kind = "internal"
    keywords: tuple[str, ...] = ()


class InvalidValue(Error, ValueError):
    """A value that was asked for is not possible, or does not fit the others."""
    kind = "bad_value"


class InvalidData(Error, ValueError):
    """A file or an array is there, and its content is not what it has to be."""
    kind = "bad_data"


class NotFound(Error, FileNotFoundError):
    """A file or run that was named does not exist or cannot be read."""
    kind = "no_input"


class NoDevice(Error, RuntimeError):
    """The hardware that was asked for is not there."""
    kind = "no_device"


class InternalError(Error, RuntimeError):
    """A fault of replicas."""
    kind = "internal"


class OutOfMemory(Error, MemoryError):
    """The run needs more memory than there is."""
    kind = "out_of_memory"


class CannotCreate(Error, FileExistsError):
    """A place where something was to be written cannot be taken, or holds another run."""
    kind = "cannot_create"


class WriteFailed(Error, OSError):
    """A write failed; what was saved before stands. Go on in a new process: after a failed write the netCDF library of this
    one is in no defined state."""
    kind = "io_error"


class Stopped(Error, TimeoutError):
    """The run stopped at the end of max_hours=, with all saved; the same call goes on."""
    kind = "stopped"


class Diverged(Error, FloatingPointError):
    """A replica left the finite numbers."""
    kind = "diverged"


class Interrupted(KeyboardInterrupt):
    """Ctrl-C: the run stopped at the end of a chunk of steps, with all saved; the same call goes on."""


_CLASSES = {own.kind: own for own in (InvalidValue, InvalidData, NotFound, NoDevice, InternalError, OutOfMemory, CannotCreate,
                                      WriteFailed, Stopped, Diverged)} | {"bad_config": InvalidValue}


def exception_of(kind: str, text: str) -> Error:
    """Called by the extension module."""
    error = _CLASSES.get(kind, InternalError)(as_keywords(text))
    error.keywords = tuple(key.replace("-", "_") for key in re.findall(r"<([a-z0-9][a-z0-9-]*)>", text))
    return error
