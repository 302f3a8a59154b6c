"""The claims of the abstract of arXiv:2010.14761. Thresholds were written down before the studies were run: 4 standard errors over
data sets, and the null has to miss them.

One thing changed after a first round: ridge with a fitted bias was asked to lie on the theory of large N and missed it, by 13.6 errors
for balanced clouds. Its b follows the imbalance that the labels of one data set have by chance, of order 1/sqrt(P), while m falls as
1/lambda, so that the correction is of order lambda^2/N and not small at lambda = 10. No claim speaks of it: the two rows stand, and ask
for nothing. Ridge without a bias got another null, since theory without and with a bias are one line for balanced clouds.
"""
import numpy as np

from judging import check, claim, tested

MISSING = "Needs coupled replicas on the sphere, which are not there yet: nothing is measured."


def hebb(study):
    return float(study.about["measured_hebb_error"]), float(study.about["measured_hebb_error_error"])


def furthest_from(study, line):
    """The ridge error furthest from a line, in standard errors over data sets."""
    measured, error = study["measured_ridge_error"], study.error("measured_ridge_error")
    return float(np.nanmax(np.abs(measured - line) / error)), np.nan


def ridge_at(study, strength):
    return study.at("measured_ridge_error", **{"lambda": strength})


def best_ridge(study):
    place = int(np.nanargmin(study["measured_ridge_error"]))
    return study["measured_ridge_error"][place], study.error("measured_ridge_error")[place]


def near(target):
    return lambda value, error: abs(value - target) < 4 * error


def claims(studies):
    balanced, fitted = studies["balanced"], studies["balanced-fitted"]
    skewed, skewed_fitted = studies["unbalanced"], studies["unbalanced-fitted"]
    bayes, skewed_bayes = float(balanced.about["bayes_error"]), float(skewed.about["bayes_error"])
    lines = [tested("Hebb vector, balanced: test error", hebb(balanced), f"Bayes error {bayes:.5f} within 4 errors", near(bayes),
                    "ridge at lambda = 0.001: it interpolates", ridge_at(balanced, 1e-3)),
             tested("the same against its exact mean at this N", hebb(balanced),
                    f"{float(balanced.about['hebb_mean_error']):.5f} within 4 errors",
                    near(float(balanced.about["hebb_mean_error"])), "ridge at lambda = 1", ridge_at(balanced, 1))]
    for name in sorted(study for study in studies if study.startswith("load-")):
        target = float(studies[name].about["bayes_error"])
        lines.append(tested(f"Hebb vector, load {name[5:]}: test error", hebb(studies[name]),
                            f"Bayes error {target:.5f} within 4 errors", near(target), "ridge at lambda = 0.001",
                            ridge_at(studies[name], 1e-3)))
    lines += [
        tested("Hebb vector with the best bias, clouds 1 : 4: test error", hebb(skewed),
               f"Bayes error {skewed_bayes:.5f} within 4 errors", near(skewed_bayes),
               "ridge with its fitted bias, at its best lambda", best_ridge(skewed_fitted)),
        tested("ridge, balanced, no bias: the lambda furthest from theory, in errors", furthest_from(balanced, balanced["ridge_error"]),
               "below 4", lambda value, _: value < 4, "theory at the next lambda",
               furthest_from(balanced, np.roll(balanced["ridge_error"], -1))),
        *(check(f"the same with a fitted bias, {clouds}", *furthest_from(study, study["ridge_error"]),
                "-; order lambda^2/N away from it", None) for study, clouds in ((fitted, "balanced"), (skewed_fitted, "clouds 1 : 4"))),
        tested("ridge at the smallest lambda less the Bayes error: the peak of interpolation near load 1",
               (ridge_at(balanced, 1e-3)[0] - bayes, ridge_at(balanced, 1e-3)[1]), "above 0.1 by 4 errors",
               lambda value, error: value - 0.1 > 4 * error, "ridge at lambda = 10",
               (ridge_at(balanced, 10)[0] - bayes, ridge_at(balanced, 10)[1]))]
    return [
        claim(1, "there are configurations that reach the Bayes error, also for unbalanced clusters",
              "The Hebb vector, which is ridge regression at infinite lambda without a bias, has the m/s of the Bayes-optimal "
              "classifier; with the best bias for its own m and s it is Bayes-optimal for unbalanced clouds, too. Fitting is not: a "
              "fitted bias learns the imbalance of the labels, and at small lambda near load 1 the interpolating solution is far "
              "worse. Errors are exact given the weights; bars are over data sets.", *lines),
        claim(2, "the nearer to them, the higher the local entropy of the error loss", MISSING),
        claim(3, "targeting flat minima of the MSE: balanced, the norm hardly matters; unbalanced, performance improves", MISSING)]
