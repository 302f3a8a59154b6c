#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "system/ensemble.h"

namespace replicas {

/// Modes s that feel no force from the data (System::gauge_modes; of a softmax network the class sums of the output
/// weights) are exact Gaussian modes s' = (1 - eta lambda) s + noise, in any state, with eta and lambda those of their
/// block.

/// D = s(n + k) - a^k s(n), a = 1 - eta lambda, is normal with mean 0 (science: "Exact identities on real runs"):
///   em: variance 2 eta T (1 - a^2k) / (1 - a^2)
///   lm: variance (eta T / 2) [1 + a^(2(k-1)) + (1 + a)^2 (1 - a^(2(k-1))) / (1 - a^2)], and D of neighbouring windows
///       share one xi: their correlation is (eta T / 2) a^(k-1) / variance.
struct GaugeWindow {
  double decay_factor;             ///< a^k
  double variance_at_temperature;  ///< variance of D / T
  double neighbour_correlation;    ///< 0 for em
};
GaugeWindow gauge_window(Update update, double step_size, double decay, std::uint64_t steps);

/// Of every mode at one temperature, in order.
std::vector<GaugeWindow> gauge_windows(const Ensemble& ensemble, std::size_t temperature_index, std::uint64_t steps);

}  // namespace replicas
