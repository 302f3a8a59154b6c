"""All figures of a run, in the order in which they are read, and what each of them shows in words."""
import figures
import map_figures
import motion_figures
from matplotlib import pyplot
from panels import LeftOut

ALL = figures.ALL + map_figures.ALL + motion_figures.ALL

CAPTIONS = {
    "overview": "Mean loss, its fluctuations, effective dimensions and curvature against temperature, with standard errors over "
                "replicas. Dashed lines are those of a landscape whose dimension does not change.",
    "loss": "Mean loss above its infimum over T, and twice the variance of the loss over T^2, against temperature: level where the dimension "
            "does not change.",
    "generalisation": "Loss and share of wrong labels of the training data and of the test data, against temperature.",
    "dimension": "Effective dimensions by three definitions. They agree where the loss fluctuates as in a quadratic bowl of that "
                 "many directions; below, by how much d_var exceeds d_mean, and the slope of d_mean, which are equal in "
                 "equilibrium.",
    "curvature": "Curvature of the loss by the forces, the trace of the Hessian and its largest eigenvalue; below, two "
                 "thermometers over the temperature that was set, 1 without bias.",
    "histogram": "The law of the loss, in units of T, beside the Gamma law of a quadratic bowl with d_mean directions, which has "
                 "no free parameter.",
    "autocorrelation": "How long the loss remembers: autocorrelation against the lag in steps, and against temperature times time. Curves "
                       "fall on one another there where d ln(eta tau) / d ln T is -1; the panel says what it is.",
    "spectrum": "Eigenvalues of the covariance of the weights within a replica, beside those of a free random walk and of an "
                "isotropic cloud of as many samples. Where the weights are more than the samples, a line marks the last that these allow.",
    "stiff_directions": "Fluctuations along the stiffest directions over what a quadratic bowl would show, and their kurtosis: 1 "
                        "and 0 in a bowl, W/6 and towards -1.2 between walls.",
    "covariance": "Effective curvature along fixed directions against their mean curvature, equal in a bowl; and the covariance "
                  "within a replica beside clouds without structure.",
    "hessian": "Positive eigenvalues of the Hessian by Lanczos quadrature; and the largest of them, the trace and the sum of the negative "
               "ones against temperature.",
    "boundary": "Losses of single examples in units of P T, flat below and cut off above for walls, and their margins; below, the number of "
                "examples at the boundary, and that over the effective dimensions, 1 between walls.",
    "cloud": "Covariance over replicas as time goes on, beside the law of Marchenko and Pastur for an isotropic cloud.",
    "motion": "How far the weights have moved as time goes on, beside the free diffusion of weights without forces.",
    "reweighting": "Mean loss and heat capacity between the temperatures, from all histograms together.",
    "training": "Loss, test loss and gradient of a run at T = 0 against the steps, and how far features and tangent kernel are from "
                "those of the start.",
}


def drawn(run, left_out):
    """(name, figure, caption) of each figure that the run has; `left_out(name, what)` is told of the others."""
    for draw in ALL:
        try:
            figure = draw(run)
        except LeftOut as absent:
            left_out(draw.__name__, str(absent))
            continue
        yield draw.__name__, figure, CAPTIONS[draw.__name__]
        pyplot.close(figure)
