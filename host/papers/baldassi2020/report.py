"""The report on arXiv:1905.07833."""
from baldassi2020 import claims as judged
from baldassi2020 import figures

import arrays_report

claims = judged.claims
protocol = arrays_report.protocol
FIGURES = figures.ALL
REFERENCE = "arXiv:1905.07833"
TITLE = "The claims of arXiv:1905.07833, one by one: binary weights"
INTRODUCTION = (
    "Baldassi, Pittorino and Zecchina, *Shaping the learning landscape in neural networks around wide flat minima*. Only the abstract "
    "was used: the paper's own protocol is not known to us, so the numbers below are ours, for weights +-1. Checks and thresholds "
    "are those of `host/papers/baldassi2020/`. Errors are one standard error over instances.")
NEEDED = ({f"typical-{what}-{load}": "theory" for what in ("entropy", "energy") for load in ("0.3", "0.5")} |
          {f"entropy-{margin}": "theory" for margin in ("0", "0.2", "0.4")} |
          {name: "solve" for name in (*figures.LOOK, "tree", "parity", "entropic-fbp", "plain-bp", "entropic-sbpi", "plain-sbpi",
                                      "entropic-lal", "plain-lal", "entropic-rsgd", "plain-sgd")})


def read(folder):
    return arrays_report.read(folder, NEEDED)
