#include "observe/instruments/curvature_map.h"

#include <algorithm>
#include <cmath>

#include "observe/instruments/map_context.h"

namespace replicas {

namespace {

/// The whole plan times a factor: first fewer moments, then no windows, then fewer iterations.
MapPlan scaled(double factor) {
  const MapPlan whole;
  const auto fewer = [factor](int count, int fewest) {
    return std::max(fewest, static_cast<int>(std::lround(count * factor)));
  };
  MapPlan plan;
  plan.axes_moments = fewer(whole.axes_moments, 1);
  plan.curvature_moments = fewer(whole.curvature_moments, 1);
  plan.spectrum_moments = fewer(whole.spectrum_moments, 1);
  plan.trace_moments = fewer(whole.trace_moments, 1);
  plan.windows = factor < 0.2 ? 0 : factor < 0.5 ? 1 : whole.windows;
  plan.window_axes_moments = fewer(whole.window_axes_moments, 2);
  plan.window_curvature_moments = fewer(whole.window_curvature_moments, 2);
  const double left = std::min(1.0, 8 * factor);
  plan.axes_iterations = std::max(8, static_cast<int>(whole.axes_iterations * left));
  plan.spectrum_iterations = std::max(8, static_cast<int>(whole.spectrum_iterations * left));
  return plan;
}

void keep_axes(const MapContext& context, const std::vector<std::vector<float>>& axes) {
  for (std::size_t r = 0; r < context.replicas; ++r) {
    if (context.measured.ensemble.chain(r) != 0) continue;
    std::vector<float>& kept = context.map.replicas[r].axes;
    for (const std::vector<float>& axis : axes) {
      const std::span<const float> own = context.part(axis, r);
      kept.insert(kept.end(), own.begin(), own.end());
    }
  }
}

}  // namespace

Samples some(const Samples& all, int count, std::size_t parity) {
  Samples half, result;
  for (std::size_t i = parity; i < all.size(); i += 2) half.push_back(all[i]);
  const std::size_t wanted = std::min(half.size(), static_cast<std::size_t>(count));
  // In quarters of a stretch: the even ones in its middle, the odd ones early in it, far from them when there are few.
  const std::size_t quarter = parity == 0 ? 2 : 1;
  for (std::size_t k = 0; k < wanted; ++k) result.push_back(half[(4 * k + quarter) * half.size() / (4 * wanted)]);
  return result;
}

std::size_t Bins::of(double x) const {
  const double place = (x - first) / width;
  if (!(place > 0)) return 0;
  return place < static_cast<double>(count) ? static_cast<std::size_t>(place) : count - 1;
}

std::vector<double> Bins::middles() const {
  std::vector<double> result;
  for (std::size_t i = 0; i < count; ++i) result.push_back(first + width * (static_cast<double>(i) + 0.5));
  return result;
}

double MapPlan::products() const {
  const auto mapped = static_cast<int>(mapped_directions), stiff = static_cast<int>(stiff_directions);
  const int one_window = window_axes_moments * window_iterations + window_curvature_moments * stiff;
  return axes_moments * axes_iterations + curvature_moments * mapped + spectrum_moments * (spectrum_iterations + 1) +
         4 * trace_moments + (static_cast<int>(most_window_lengths) - 1) * windows * one_window;
}

MapPlan plan_map(std::uint64_t steps, double share, double steps_per_product) {
  constexpr double smallest = 0.01;
  const double affordable = share * static_cast<double>(steps) / steps_per_product;
  double factor = 1;
  while (factor > smallest) {
    if (const MapPlan plan = scaled(factor); plan.products() <= affordable) return plan;
    factor *= 0.9;
  }
  // The smallest map there is; it costs a run of a thousand steps more than its share.
  MapPlan plan = scaled(smallest);
  if (share == 0) plan.axes_moments = 0;
  return plan;
}

int most_iterations(double state) {
  constexpr double most_bytes = 1e9;
  return std::max(static_cast<int>(mapped_directions) + 2, static_cast<int>(std::min(most_bytes / state, 1e6)));
}

CurvatureMap curvature_map(const Engine& engine, const Measurements& measurements, const MapPlan& plan) {
  Notebook unread;
  return curvature_map(engine, measurements, plan, unread);
}

CurvatureMap curvature_map(const Engine& engine, const Measurements& measurements, const MapPlan& plan,
                           Notebook& notebook) {
  CurvatureMap map;
  const Samples all = samples_with_weights(measurements);
  constexpr std::size_t fewest = 8;
  if (all.size() < fewest || plan.axes_moments == 0 || !measurements.in_equilibrium()) return map;
  map.replicas.resize(measurements.ensemble.replica_count());
  const MapContext context{engine.landscape(), measurements, map, notebook};
  const int most = most_iterations(4.0 * static_cast<double>(context.replicas * context.n));
  const std::vector<std::vector<float>> axes =
      stiff_axes(context, some(all, plan.axes_moments, 0), std::min(plan.axes_iterations, most), mapped_directions);
  add_stiff_directions(context, axis_statistics(context, all, some(all, plan.curvature_moments, 1), axes));
  if (context.n <= most_stored_weights) keep_axes(context, axes);
  add_windows(context, all, plan, most);
  add_spectra(context, some(all, plan.spectrum_moments, 1), std::min(plan.spectrum_iterations, most));
  add_traces_of_parts(context, some(all, plan.trace_moments, 1));
  add_examples(context, some(all, plan.curvature_moments, 1));
  map.products = context.notebook.products;
  map.steps = static_cast<double>(map.products) * engine.steps_per_product();
  return map;
}

}  // namespace replicas
