#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/dot.h"
#include "observe/instruments/krylov.h"
#include "observe/instruments/map_context.h"
#include "observe/statistics/moments.h"
#include "system/decay_ranges.h"

namespace replicas {

namespace {

constexpr double absent = std::numeric_limits<double>::quiet_NaN();

/// Decay of U along a unit vector: sum over ranges of decay |v_range|^2.
double decay_along(const Ensemble& ensemble, std::size_t replica, std::span<const float> v) {
  double sum = 0;
  for (const DecayRange& range : decay_ranges(ensemble, ensemble.temperature_index(replica))) {
    const auto own = v.subspan(range.offset, range.size);
    sum += range.decay * dot(own, own);
  }
  return sum;
}

/// Unbiased for normal numbers (Fisher's G2); NaN below four.
double excess_kurtosis(const std::vector<double>& x) {
  const auto count = static_cast<double>(x.size());
  Moments moments;
  for (const double value : x) moments.add(value);
  double fourth = 0;
  for (const double value : x) fourth += std::pow(value - moments.mean, 4) / count;
  const double raw = fourth / (moments.variance() * moments.variance()) - 3;
  return count < 4 ? absent : (count - 1) / ((count - 2) * (count - 3)) * ((count + 1) * raw + 6);
}

}  // namespace

std::vector<std::vector<float>> stiff_axes(const MapContext& context, const Samples& samples, int iterations,
                                           std::size_t count) {
  const Operators mean = [&](const WeightBatch& directions) {
    std::unique_ptr<WeightBatch> sum = context.directions(std::vector<float>(context.replicas * context.n, 0.0f));
    std::uint64_t seen = 0;  // samples
    const Notebook::Loop loop(
        context.notebook,
        [&](ByteWriter& state) {
          state.put(seen);
          state.put(sum->weights());
        },
        [&](ByteReader& state) {
          state.get(seen);
          std::vector<float> values;
          state.get(values);
          sum = context.directions(values);
        });
    while (seen < samples.size()) {
      context.landscape.add(*sum, *context.products(*context.place(*samples[seen]), directions),
                            static_cast<float>(samples.size()));
      ++seen;
      context.notebook.tick();
    }
    return sum;
  };
  const std::uint64_t seed = context.measured.ensemble.seed, step = samples.front()->step;
  return context.notebook.stage([&] {
    const std::vector<float> starts = context.for_all(
        random_cost(context.n), [&](std::size_t r) { return random_normals(seed, r, step, axes_probe, context.n); });
    const KrylovSpaces spaces =
        krylov_spaces(context.landscape, mean, *context.directions(starts), iterations, &context.notebook);
    std::vector<std::vector<float>> axes;
    for (std::size_t k = 0; k < std::min(count, context.n); ++k) axes.push_back(spaces.vectors(k)->weights());
    return axes;
  });
}

AxisStatistics axis_statistics(const MapContext& context, const Samples& all, const Samples& chosen,
                               const std::vector<std::vector<float>>& axes) {
  AxisStatistics result;
  for (auto* rows : {&result.variance, &result.kurtosis})
    rows->assign(axes.size(), std::vector<double>(context.replicas, 0.0));
  std::uint64_t seen = 0;  // products, those of one moment after those of another
  result.curvature = context.notebook.stage([&] {
    std::vector<std::vector<double>> curvature(axes.size(), std::vector<double>(context.replicas, 0.0));
    const Notebook::Loop loop(
        context.notebook,
        [&](ByteWriter& state) {
          state.put(seen);
          state.put(curvature);
        },
        [&](ByteReader& state) {
          state.get(seen);
          state.get(curvature);
        });
    std::unique_ptr<WeightBatch> batch;
    while (seen < chosen.size() * axes.size()) {
      const std::size_t k = seen % axes.size();
      if (k == 0 || batch == nullptr) batch = context.place(*chosen[seen / axes.size()]);
      const auto axis = context.directions(axes[k]);
      const std::vector<double> bent = context.landscape.dots(*axis, *context.products(*batch, *axis));
      for (std::size_t r = 0; r < context.replicas; ++r)
        curvature[k][r] += bent[r] / static_cast<double>(chosen.size());
      ++seen;
      context.notebook.tick();
    }
    return curvature;
  });
  context.for_each(cost_of(axes.size() * all.size() * context.n), [&](std::size_t r) {
    std::vector<double> x(all.size());
    for (std::size_t k = 0; k < axes.size(); ++k) {
      const std::span<const float> v = context.part(axes[k], r);
      Moments moments;
      for (std::size_t i = 0; i < all.size(); ++i) {
        x[i] = dot(v, context.part((*all[i])[recorded::weights], r));
        moments.add(x[i]);
      }
      result.curvature[k][r] += decay_along(context.measured.ensemble, r, v);
      result.variance[k][r] = moments.squares / std::max(1.0, moments.count - 1);
      result.kurtosis[k][r] = excess_kurtosis(x);
    }
  });
  return result;
}

void add_stiff_directions(const MapContext& context, const AxisStatistics& whole) {
  for (std::size_t r = 0; r < context.replicas; ++r)
    for (std::size_t k = 0; k < whole.curvature.size(); ++k) {
      ReplicaCurvature& replica = context.map.replicas[r];
      replica.stiff_curvature.push_back(whole.curvature[k][r]);
      replica.stiff_variance.push_back(whole.variance[k][r]);
      replica.stiff_kurtosis.push_back(whole.kurtosis[k][r]);
    }
}

}  // namespace replicas
