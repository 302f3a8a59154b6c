"""The modules that draw, which the command runs as scripts. Here they are loaded under names of this package, and leave the
style and the backend of matplotlib as they are."""
from __future__ import annotations

import functools
import importlib
import importlib.util
import pathlib
import sys
from types import SimpleNamespace
from typing import Any

FOLDER = pathlib.Path(__file__).parent / "share" / "replicas"
#: Each knows those before it.
NAMES = ("power_law", "run_arrays", "panels", "drawing", "figures", "map_figures", "motion_figures", "run_figures", "inline_svg", "page")


@functools.cache
def modules() -> Any:
    """The modules, by name. ImportError where matplotlib is missing."""
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        raise ImportError("figures need matplotlib: pip install 'replicas[figures]'") from None
    others = {name: sys.modules.pop(name, None) for name in NAMES}  # somebody else's modules may have these names
    loaded = {}
    try:
        for name in NAMES:
            spec = importlib.util.spec_from_file_location(f"replicas.drawing.{name}", FOLDER / f"{name}.py")
            assert spec is not None and spec.loader is not None
            module = loaded[name] = sys.modules[name] = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
    finally:
        for name, other in others.items():
            sys.modules.pop(name, None)
            if other is not None:
                sys.modules[name] = other
    return SimpleNamespace(**loaded)


@functools.cache
def paper(name: str) -> Any:
    """The module of a paper that reproduce knows: how its studies are read, its claims, its figures."""
    own = modules()
    known = papers()
    if name not in known:
        raise ValueError(f"there is no paper {name!r}; choose from {', '.join(known)}")
    mine = {*NAMES, name, *(path.stem for path in FOLDER.glob("*.py"))}
    others = {key: sys.modules.pop(key) for key in list(sys.modules) if key.partition(".")[0] in mine}
    sys.modules.update({key: getattr(own, key) for key in NAMES})
    sys.path[:0] = [str(FOLDER), str(FOLDER / "papers")]
    try:
        return importlib.import_module(f"{name}.report")
    finally:
        del sys.path[:2]
        for key in [key for key in sys.modules if key.partition(".")[0] in mine]:
            del sys.modules[key]
        sys.modules.update(others)


def papers() -> list[str]:
    """The papers that reproduce knows."""
    return sorted(path.parent.name for path in FOLDER.glob("papers/*/report.py"))


def run_of(tree: Any) -> Any:
    """A run of xarray (a DataTree, or the Dataset of its root alone) as the figures want it."""
    groups = [tree, *(tree[name] for name in ("curvature_map", "dynamics", "reweighting", "training") if name in getattr(tree, "children", {}))]
    values = {name: variable.values for group in groups for name, variable in group.variables.items()}
    return modules().panels.Run(dict(tree.attrs), values)
