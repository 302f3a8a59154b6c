#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/dot.h"
#include "observe/instruments/krylov.h"
#include "observe/instruments/map_context.h"

namespace replicas {

namespace {

constexpr double absent = std::numeric_limits<double>::quiet_NaN();

/// |H y - value y| / |value| of a unit vector y, with value = y . H y.
double residual(std::span<const float> y, std::span<const float> product) {
  const double value = dot(y, product);
  double sum = 0;
  for (std::size_t i = 0; i < y.size(); ++i)
    sum += std::pow(static_cast<double>(product[i]) - value * static_cast<double>(y[i]), 2);
  return std::sqrt(sum) / std::fabs(value);
}

}  // namespace

void add_spectra(const MapContext& context, const Samples& samples, int iterations) {
  const std::uint64_t seed = context.measured.ensemble.seed;
  const auto share = 1 / static_cast<double>(samples.size());
  for (ReplicaCurvature& replica : context.map.replicas) {
    replica.top.assign(std::min(stiff_directions, context.n), 0.0);
    replica.density.assign(curvature_bins.count, 0.0);
  }
  for (const WeightSample* sample : samples) {
    // Of each replica: the residual of the largest, then values and weights, largest value first.
    const auto spectra = context.notebook.stage([&] {
      const auto batch = context.place(*sample);
      const std::vector<float> starts = context.for_all(random_cost(context.n), [&](std::size_t r) {
        return random_normals(seed, r, sample->step, axes_probe, context.n);
      });
      const KrylovSpaces spaces = krylov_spaces(
          context.landscape, [&](const WeightBatch& v) { return context.products(*batch, v); },
          *context.directions(starts), iterations, &context.notebook);
      const std::unique_ptr<WeightBatch> top = spaces.vectors(0);
      const std::vector<float> tops = top->weights(), turned = context.products(*batch, *top)->weights();
      std::vector<std::vector<double>> found(context.replicas);
      context.for_each(dear_task, [&](std::size_t r) {
        found[r].push_back(residual(context.part(tops, r), context.part(turned, r)));
        for (const RitzValue& ritz : spaces.values(r)) {
          found[r].push_back(ritz.value);
          found[r].push_back(ritz.weight);
        }
      });
      return found;
    });
    for (std::size_t r = 0; r < context.replicas; ++r) {
      ReplicaCurvature& replica = context.map.replicas[r];
      const std::vector<double>& own = spectra[r];
      replica.top_residual = std::fmax(replica.top_residual, own[0]);
      for (std::size_t k = 0; k < replica.top.size(); ++k)
        replica.top[k] += share * (2 * k + 1 < own.size() ? own[2 * k + 1] : absent);
      for (std::size_t i = 1; i < own.size(); i += 2) {
        const double value = own[i], count = share * static_cast<double>(context.n) * own[i + 1];
        if (value > 0)
          replica.density[curvature_bins.of(std::log10(value))] += count;
        else
          replica.negative_trace += count * value;
      }
    }
  }
}

/// tr G and tr (H - G) with the same probes, so that their noise is small together.
void add_traces_of_parts(const MapContext& context, const Samples& samples) {
  const Ensemble& ensemble = context.measured.ensemble;
  const bool known = ensemble.system->capabilities().gauss_newton;
  for (ReplicaCurvature& replica : context.map.replicas)
    replica.gauss_newton = replica.rest_trace = known && !samples.empty() ? 0 : absent;
  if (!known) return;
  for (const WeightSample* sample : samples) {
    const auto traces = context.notebook.stage([&] {  // of each replica: of H, and of G
      const auto batch = context.place(*sample);
      const std::vector<float> probes = context.for_all(random_cost(context.n), [&](std::size_t r) {
        return random_signs(ensemble.seed, r, sample->step, trace_probe, context.n);
      });
      const auto placed = context.directions(probes);
      const std::vector<double> whole = context.landscape.dots(*placed, *context.products(*batch, *placed)),
                                part = context.landscape.dots(
                                    *placed, *context.landscape.gauss_newton_products(*batch, *placed));
      std::vector<std::array<double, 2>> found(context.replicas);
      for (std::size_t r = 0; r < context.replicas; ++r) found[r] = {whole[r], part[r]};
      return found;
    });
    for (std::size_t r = 0; r < context.replicas; ++r) {
      const auto [whole, part] = traces[r];
      context.map.replicas[r].gauss_newton += part / static_cast<double>(samples.size());
      context.map.replicas[r].rest_trace += (whole - part) / static_cast<double>(samples.size());
    }
  }
}

}  // namespace replicas
