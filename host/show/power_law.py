"""The exponent of a power law from numbers with errors."""
import numpy as np


def slope(x, y, error):
    """Exponent of y against x and its standard error: weighted least squares in the logarithms, the error widened where the points
    scatter by more than theirs."""
    x, y, error = (np.asarray(each, float) for each in (x, y, error))
    good = np.isfinite(y) & np.isfinite(error) & (y > 0) & (error > 0)
    if good.sum() < 2:
        return np.nan, np.nan
    lx, ly, weight = np.log(x[good]), np.log(y[good]), (y[good] / error[good]) ** 2
    mean = (weight * lx).sum() / weight.sum()
    sxx = (weight * (lx - mean) ** 2).sum()
    exponent = (weight * (lx - mean) * ly).sum() / sxx
    level = (weight * ly).sum() / weight.sum()
    rest = (weight * (ly - level - exponent * (lx - mean)) ** 2).sum()
    freedom = good.sum() - 2
    return exponent, np.sqrt(1 / sxx) * np.sqrt(max(1.0, rest / freedom) if freedom else 1.0)
