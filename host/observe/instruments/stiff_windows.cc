// var(x) <h> / T within windows of the run: is a direction stiff because the landscape is a narrow channel there, or do
// the stiff directions turn as the weights move? A quadratic has 1 on every window longer than its relaxation, a
// channel climbs to W/6 and stays; where directions turn, the ratio along any fixed one goes on rising with the window.
#include <algorithm>
#include <cmath>

#include "observe/instruments/map_context.h"
#include "observe/statistics/moments.h"

namespace replicas {

namespace {

constexpr std::size_t shortest = 8;  // samples: four for the directions, two for <h>, two for the variance
constexpr std::size_t shorter = 3;   // times than the next length

/// Every fourth sample, from `first` on.
Samples fourth(const Samples& window, std::size_t first) {
  Samples some;
  for (std::size_t i = first; i < window.size(); i += 4) some.push_back(window[i]);
  return some;
}

double ratio(const MapContext& context, std::size_t r, double curvature, double variance) {
  const Ensemble& ensemble = context.measured.ensemble;
  return variance * curvature / ensemble.temperatures[ensemble.temperature_index(r)];
}

void add_finite(Moments& moments, double value) {
  if (std::isfinite(value)) moments.add(value);  // a Hessian of few distinct eigenvalues has fewer directions
}

}  // namespace

void add_windows(const MapContext& context, const Samples& all, const MapPlan& plan, int most) {
  std::vector<std::size_t> lengths = {all.size()};
  while (plan.windows > 0 && lengths.size() < most_window_lengths && lengths.back() / shorter >= shortest)
    lengths.push_back(lengths.back() / shorter);
  std::ranges::reverse(lengths);
  const double spacing =
      static_cast<double>(all.back()->step - all.front()->step) / static_cast<double>(all.size() - 1);
  for (const std::size_t length : lengths) {
    context.map.window_steps.push_back(std::round(spacing * static_cast<double>(length)));
    std::vector<Moments> moments(context.replicas);
    if (length == all.size()) {
      for (std::size_t r = 0; r < context.replicas; ++r) {
        const ReplicaCurvature& own = context.map.replicas[r];
        for (std::size_t k = 0; k < std::min(stiff_directions, own.stiff_curvature.size()); ++k)
          add_finite(moments[r], ratio(context, r, own.stiff_curvature[k], own.stiff_variance[k]));
      }
    } else {
      const auto windows = static_cast<std::size_t>(plan.windows);
      for (std::size_t w = 0; w < windows; ++w) {
        const std::size_t middle = (2 * w + 1) * all.size() / (2 * windows);
        const auto first = all.begin() + static_cast<std::ptrdiff_t>(middle - length / 2);
        const Samples window(first, first + static_cast<std::ptrdiff_t>(length));
        // A moment close to a wall has a large h along it and x far out: directions, <h> and the variance come from
        // moments of their own, or their product would be too large.
        const auto ratios = context.notebook.stage([&] {
          const auto axes = stiff_axes(context, some(window, plan.window_axes_moments, 0),
                                       std::min(plan.window_iterations, most), stiff_directions);
          Samples curved = fourth(window, 1);
          const auto wanted = std::min(curved.size(), static_cast<std::size_t>(plan.window_curvature_moments));
          for (std::size_t i = 0; i < wanted; ++i) curved[i] = curved[i * curved.size() / wanted];
          curved.resize(wanted);
          const AxisStatistics seen = axis_statistics(context, fourth(window, 3), curved, axes);
          std::vector<std::vector<double>> found(axes.size(), std::vector<double>(context.replicas));
          for (std::size_t k = 0; k < axes.size(); ++k)
            for (std::size_t r = 0; r < context.replicas; ++r)
              found[k][r] = ratio(context, r, seen.curvature[k][r], seen.variance[k][r]);
          return found;
        });
        for (const std::vector<double>& direction : ratios)
          for (std::size_t r = 0; r < context.replicas; ++r) add_finite(moments[r], direction[r]);
      }
    }
    for (std::size_t r = 0; r < context.replicas; ++r)
      context.map.replicas[r].window_ratio.push_back(moments[r].count > 0 ? moments[r].mean : std::nan(""));
  }
}

}  // namespace replicas
