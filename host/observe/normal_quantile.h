#pragma once

namespace replicas {

/// The z with P(Z < z) = p for a standard normal Z, to about 1e-15 relative (Wichura 1988, algorithm AS 241, PPND16).
/// -infinity at 0, +infinity at 1, NaN outside.
double normal_quantile(double p);

}  // namespace replicas
