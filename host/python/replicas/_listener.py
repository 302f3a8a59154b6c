"""What a run says while it goes on: its sentences to `logging`, its progress to a bar."""
from __future__ import annotations

import logging
import sys
import warnings
from typing import Any, Callable, Union

from ._errors import as_keywords

logger = logging.getLogger("replicas")
#: True: a bar; False: none; None: a bar where somebody may look at it; a function of (step, steps).
Progress = Union[bool, None, Callable[[int, int], None]]


def in_notebook() -> bool:
    return "ipykernel" in sys.modules


def bar_class(asked: bool | None) -> Any:
    """The bar of tqdm for a notebook or a terminal, or None."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a notebook without widgets has a bar of characters
            from tqdm.auto import tqdm  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        if asked:
            raise ImportError("progress=True needs tqdm: pip install 'replicas[progress]'") from None
        return None
    return tqdm if asked or in_notebook() or sys.stderr.isatty() else None


class Listener:
    """Called by the extension module, by the thread that called the run."""

    def __init__(self, progress: Progress, before_saving: Callable[[int], None]):
        self.shown = progress if callable(progress) else None
        self.make_bar = bar_class(progress) if progress in (True, None) else None
        self.bar: Any = None
        self.before_saving = before_saving

    def log(self, is_warning: bool, text: str) -> None:
        logger.log(logging.WARNING if is_warning else logging.INFO, "%s", as_keywords(text))

    def progress(self, step: int, steps: int) -> None:
        if self.shown:
            self.shown(step, steps)
        if self.make_bar and self.bar is None:
            self.bar = self.make_bar(total=steps, initial=step, unit="step", unit_scale=True, desc="replicas")
        elif self.bar is not None:
            self.bar.update(step - self.bar.n)

    def finished_steps(self) -> None:
        self.end()

    def about_to_save(self, step: int) -> None:
        self.before_saving(step)

    def end(self) -> None:
        """Leaves the bar as it stands."""
        if self.bar is not None:
            self.bar.close()
            self.bar = None
