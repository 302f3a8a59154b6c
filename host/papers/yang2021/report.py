"""The report on arXiv:2011.14522."""
from yang2021 import claims as judged
from yang2021 import figures

import training_study

claims = judged.claims
protocol = training_study.protocol
FIGURES = figures.ALL
REFERENCE = "arXiv:2011.14522"
TITLE = "The claims of arXiv:2011.14522, one by one"
INTRODUCTION = (
    "Yang and Hu, *Feature Learning in Infinite-Width Neural Networks* (Tensor Programs IV). Only the abstract was used: the paper's own "
    "protocol is not known to us, so the numbers below are ours. Checks and thresholds are those of `host/papers/yang2021/claims.py`. "
    "Errors are one standard error over replicas, each with data of its own.")


def read(folder):
    return training_study.read(folder, [f"{name}-64" if (folder / f"{name}-64").exists() else f"{name}-128"
                                        for name in (*judged.EXPECTED, "beyond", "linear")])
