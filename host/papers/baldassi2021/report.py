"""The report on arXiv:2107.01163."""
from baldassi2021 import claims as judged
from baldassi2021 import figures

import arrays_report

claims = judged.claims
protocol = arrays_report.protocol
FIGURES = figures.ALL
REFERENCE = "arXiv:2107.01163"
TITLE = "The claims of arXiv:2107.01163, one by one"
INTRODUCTION = (
    "Baldassi, Lauditi, Malatesta, Perugini and Zecchina, *Unveiling the structure of wide flat minima in neural networks*. Only the "
    "abstract was used: the paper's own protocol is not known to us, so the numbers below are ours. Checks and thresholds are those "
    "of `host/papers/baldassi2021/claims.py`. Errors are one standard error over instances, of theory those of the quadrature. "
    "The short form goes to N = 1001.")
NEEDED = ({"around-" + name: "theory" for name in figures.REFERENCES} | {"counting-" + name: "theory" for name in judged.COUNTED} |
          {name: "theory" for name in ("too-loaded", "breakup", "capacity", "entropy-0", "entropy-0.1", "entropy-0.2", "entropy-0.3",
                                       "entropy-0.4")} |
          {"margin-" + name: "solve" for name in figures.FOUND} | {f"pairs-{name}": "solve" for name in ("0", "0.2", "0.4", "0.6")} |
          {f"{solver}-{n}": "solve" for solver in judged.SOLVERS for n in judged.SIZES})


def read(folder):
    return arrays_report.read(folder, NEEDED)
