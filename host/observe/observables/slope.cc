// Fluctuation-dissipation: d ln d_mean / d ln T = d_var / d_mean - 1 in equilibrium, for any loss and without a fit.
#include <cmath>

#include "observe/observables/log_slope.h"
#include "observe/observables/observable.h"
#include "observe/observables/pooled.h"

namespace replicas {

namespace {

double excess(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return d_var(digest, temperature, chains) / d_mean(digest, temperature, chains) - 1;
}

Slope slope_of_d_mean(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return log_slope(digest, temperature, [&](std::size_t rung) { return d_mean(digest, rung, chains); });
}

double slope(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return slope_of_d_mean(digest, temperature, chains).value;
}

double truncation(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return slope_of_d_mean(digest, temperature, chains).truncation;
}

double residual(const Digest& digest, std::size_t temperature, ChainSpan chains) {
  return excess(digest, temperature, chains) - slope(digest, temperature, chains);
}

}  // namespace

Family slope_observables() {
  return {
      {.name = "d_excess", .unit = "1", .long_name = "d_var / d_mean - 1", .value = excess, .counts_from_ground = true},
      {.name = "d_mean_slope",
       .unit = "1",
       .long_name = "d ln d_mean / d ln T, from the neighbouring temperatures",
       .value = slope,
       .counts_from_ground = true,
       .truncation = truncation},
      {.name = "slope_residual",
       .unit = "1",
       .long_name = "d_var / d_mean - 1 minus d ln d_mean / d ln T: 0 in equilibrium",
       .value = residual,
       .counts_from_ground = true,
       .truncation = truncation}};
}

}  // namespace replicas
