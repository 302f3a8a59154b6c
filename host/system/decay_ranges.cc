#include "system/decay_ranges.h"

#include <algorithm>

namespace replicas {

namespace {

std::vector<DecayRange> ranges(const Ensemble& ensemble, std::size_t temperature_index, bool across_layers) {
  std::vector<DecayRange> result;
  std::size_t layer = 0;
  for (const Block& block : ensemble.layout().blocks()) {
    const double decay = ensemble.decay(temperature_index, block);
    if (!result.empty() && result.back().decay == decay && (across_layers || block.layer == layer))
      result.back().size += block.size();
    else
      result.push_back({block.offset, block.size(), decay});
    layer = block.layer;
  }
  return result;
}

}  // namespace

std::vector<DecayRange> decay_ranges(const Ensemble& ensemble, std::size_t temperature_index) {
  return ranges(ensemble, temperature_index, false);
}

std::vector<DecayRange> joined_decay_ranges(const Ensemble& ensemble, std::size_t temperature_index) {
  return ranges(ensemble, temperature_index, true);
}

double largest_decay(const Ensemble& ensemble, std::size_t temperature_index) {
  double largest = 0;
  for (const Block& block : ensemble.layout().blocks())
    largest = std::max(largest, ensemble.decay(temperature_index, block));
  return largest;
}

double confinement_energy(const Ensemble& ensemble, std::size_t replica, std::span<const float> weights) {
  const std::size_t n = ensemble.weights();
  const float* const anchor = ensemble.anchor.empty() ? nullptr : ensemble.anchor.data() + replica * n;
  double energy = 0;
  for (const DecayRange& range : decay_ranges(ensemble, ensemble.temperature_index(replica))) {
    double sum = 0;
    for (std::size_t i = range.offset; i < range.offset + range.size; ++i) {
      const double distance = static_cast<double>(weights[i]) - static_cast<double>(anchor ? anchor[i] : 0.0f);
      sum += distance * distance;
    }
    energy += sum * range.decay / 2;
  }
  return energy;
}

}  // namespace replicas
