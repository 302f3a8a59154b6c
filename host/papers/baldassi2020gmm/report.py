"""The report on arXiv:2010.14761."""
from baldassi2020gmm import claims as judged
from baldassi2020gmm import figures

import arrays_report

claims = judged.claims
protocol = arrays_report.protocol
FIGURES = figures.ALL
REFERENCE = "arXiv:2010.14761"
TITLE = "The claims of arXiv:2010.14761, one by one"
INTRODUCTION = (
    "Baldassi, Malatesta, Negri and Zecchina, *Wide flat minima and optimal generalization in classifying high-dimensional Gaussian "
    "mixtures*. Only the abstract was used: the paper's own protocol is not known to us, so the numbers below are ours. Checks and "
    "thresholds are those of `host/papers/baldassi2020gmm/claims.py`. Errors are one standard error over data sets.")
NEEDED = {name: "theory" for name in ("balanced", "balanced-fitted", "unbalanced", "unbalanced-fitted")}


def read(folder):
    return arrays_report.read(folder, NEEDED)
