// Fluctuation-dissipation: d ln d_mean / d ln T = d_var / d_mean - 1 in equilibrium, for any loss and without a fit.
#include <cmath>

#include "observe/dimension.h"
#include "observe/families.h"

namespace replicas {

namespace {

double excess(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return d_var(digest, temperature, chains) / d_mean(digest, temperature, chains) - 1;
}

double slope(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return log_slope(digest, temperature, [&](std::size_t rung) { return d_mean(digest, rung, chains); });
}

double residual(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return excess(digest, temperature, chains) - slope(digest, temperature, chains);
}

}  // namespace

Family slope_observables() {
  return {{"d_excess", "1", "d_var / d_mean - 1", excess},
          {"d_mean_slope", "1", "d ln d_mean / d ln T, from the neighbouring temperatures", slope},
          {"slope_residual", "1", "d_var / d_mean - 1 minus d ln d_mean / d ln T: 0 in equilibrium", residual}};
}

}  // namespace replicas
