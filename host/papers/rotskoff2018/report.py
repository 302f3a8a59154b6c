"""The report on arXiv:1805.00915."""
from rotskoff2018 import claims as judged
from rotskoff2018 import figures

import training_study

claims = judged.claims
protocol = training_study.protocol
FIGURES = figures.ALL
REFERENCE = "arXiv:1805.00915"
TITLE = "The claims of arXiv:1805.00915, one by one"
INTRODUCTION = (
    "Rotskoff and Vanden-Eijnden, *Trainability and Accuracy of Neural Networks: An Interacting Particle System Approach*. Only the "
    "abstract was used: the paper's own protocol is not known to us, so the numbers below are ours. Checks and thresholds are those of "
    "`host/papers/rotskoff2018/claims.py`. Errors are one standard error over replicas.")
NEEDED = ([f"particles-{n}" for n in (8, 16, 32, 64, 128)] + ["slow-particles-128"] +
          [f"{name}-{n}" for name in ("spins-5", "root-batch", "small-batch") for n in (16, 32, 64)] +
          [f"noise-{key}" for key in ("4-0.2", "13-0.2", "52-0.2", "164-0.2", "13-0.05")])


def read(folder):
    return training_study.read(folder, NEEDED)
