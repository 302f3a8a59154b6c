#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/ensemble.h"

namespace replicas {

/// Softmax cross-entropy does not change when a constant is added to all logits. So the class sums s = (1 / sqrt K)
/// sum_k of each hidden unit's output weights (H modes) and of the output bias (one more) feel no force from the data:
/// exact Gaussian modes s' = (1 - eta lambda) s + noise, in any state, with eta and lambda those of the last layer's
/// block.

/// H + 1 (H without bias); 0 when the loss is not softmax.
std::size_t gauge_mode_count(const Network& network);

/// The modes of one replica with N weights: one per hidden unit, in order, then the bias.
std::vector<float> gauge_modes(const Network& network, std::span<const float> weights);

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

/// Of every mode at one temperature, in order: those of the weights and that of the bias.
std::vector<GaugeWindow> gauge_windows(const Ensemble& ensemble, std::size_t temperature_index, std::uint64_t steps);

}  // namespace replicas
