#include "observe/curvature_map.h"

#include <algorithm>
#include <cmath>

#include "observe/map_look.h"

namespace replicas {

namespace {

/// `count` of the samples, evenly spread, from one half of them: the even or the odd ones.
Samples some(const Samples& all, int count, std::size_t parity) {
  Samples half, result;
  for (std::size_t i = parity; i < all.size(); i += 2) half.push_back(all[i]);
  const std::size_t wanted = std::min(half.size(), static_cast<std::size_t>(count));
  for (std::size_t k = 0; k < wanted; ++k) result.push_back(half[(2 * k + 1) * half.size() / (2 * wanted)]);
  return result;
}

}  // namespace

double dot(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return sum;
}

std::size_t Bins::of(double x) const {
  const double place = (x - first) / width;
  if (!(place > 0)) return 0;
  return std::min(count - 1, static_cast<std::size_t>(place));
}

std::vector<double> Bins::middles() const {
  std::vector<double> result;
  for (std::size_t i = 0; i < count; ++i) result.push_back(first + width * (static_cast<double>(i) + 0.5));
  return result;
}

MapPlan plan_map(std::uint64_t steps, double share) {
  MapPlan plan;
  const int directions = static_cast<int>(stiff_directions);
  const double wanted = plan.axes_moments * plan.axes_iterations +
                        plan.spectrum_moments * (plan.spectrum_iterations + 1) + plan.curvature_moments * directions +
                        4 * plan.trace_moments;
  const double factor = share * static_cast<double>(steps) / (steps_per_product * wanted);
  if (factor >= 1) return plan;
  if (share == 0) return {.axes_moments = 0};
  const auto fewer = [factor](int moments) { return std::max(1, static_cast<int>(moments * factor)); };
  plan.axes_moments = fewer(plan.axes_moments);
  plan.spectrum_moments = fewer(plan.spectrum_moments);
  plan.curvature_moments = fewer(plan.curvature_moments);
  plan.trace_moments = fewer(plan.trace_moments);
  return plan;
}

CurvatureMap curvature_map(Engine& engine, const Measurements& measurements, const MapPlan& plan) {
  CurvatureMap map;
  Samples all;
  for (const WeightSample& sample : measurements.weight_samples)
    if (!sample.weights.empty()) all.push_back(&sample);
  constexpr std::size_t fewest = 8;
  if (all.size() < fewest || plan.axes_moments == 0 || measurements.gradient_descent) return map;
  map.replicas.resize(measurements.ensemble.replica_count());
  const Look look{engine, measurements, map};
  // The bases of all replicas together stay below 1 GB.
  const double bytes = 4.0 * static_cast<double>(look.replicas * look.n);
  const int most = std::max(static_cast<int>(stiff_directions) + 2, static_cast<int>(std::min(1e9 / bytes, 1e6)));
  const std::vector<std::vector<float>> axes =
      stiff_axes(look, some(all, plan.axes_moments, 0), std::min(plan.axes_iterations, most));
  along_stiff_directions(look, all, some(all, plan.curvature_moments, 1), axes);
  add_spectra(look, some(all, plan.spectrum_moments, 1), std::min(plan.spectrum_iterations, most));
  add_traces_of_parts(look, some(all, plan.trace_moments, 1));
  add_activity(look, some(all, plan.curvature_moments, 1));
  return map;
}

}  // namespace replicas
