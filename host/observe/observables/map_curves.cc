#include <cmath>
#include <utility>

#include "observe/observables/curves.h"
#include "observe/statistics/distributions.h"
#include "observe/statistics/moments.h"

namespace replicas {

namespace {

constexpr const char* group = "curvature_map";

Curve curve_over(const Digest& digest, ResultAxis axis, const char* name, const char* long_name) {
  return {.name = name,
          .unit = "1",
          .long_name = long_name,
          .axes = {temperature_axis(digest.ensemble().temperatures), std::move(axis)},
          .group = group};
}

/// Mean over the replicas that did not diverge, entry by entry, and its standard error in Student's sense.
struct Row {
  std::vector<double> mean, error;
};

template <class List>
Row row_of(const Digest& digest, std::size_t temperature, std::size_t size, List list) {
  std::vector<GroupMoments> moments(size);
  for (std::size_t chain = 0; chain < digest.chains(); ++chain) {
    const std::size_t r = digest.number(temperature, chain);
    if (digest.replicas[r].diverged) continue;
    const std::vector<double> own = list(digest.map->replicas[r]);
    for (std::size_t i = 0; i < size && i < own.size(); ++i)
      if (std::isfinite(own[i])) moments[i].add(digest.map_of_replicas().group_of_chain(chain), own[i]);
  }
  Row row;
  for (const GroupMoments& over_groups : moments) {
    const Moments m = over_groups.moments();
    row.mean.push_back(m.count > 0 ? m.mean : ReplicaDigest::absent);
    row.error.push_back(standard_error(m));
  }
  return row;
}

/// One curve over all temperatures and, beside it, its errors.
template <class List>
void add(std::vector<Curve>& curves, const Digest& digest, Curve curve, List list) {
  Curve error = error_of(curve);
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    const Row row = row_of(digest, t, curve.axis().values.size(),
                           [&](const ReplicaCurvature& replica) { return list(replica, t); });
    curve.values.insert(curve.values.end(), row.mean.begin(), row.mean.end());
    error.values.insert(error.values.end(), row.error.begin(), row.error.end());
  }
  curves.push_back(std::move(curve));
  curves.push_back(std::move(error));
}

/// The directions themselves, of the first replica at each temperature, in the order of the weights.
void add_vectors(std::vector<Curve>& curves, const Digest& digest, std::size_t directions) {
  const std::size_t n = digest.ensemble().weights();
  if (n > most_stored_weights) return;
  Curve curve = curve_over(digest, counted_axis("parameter", "number of the weight", n), "direction_vector",
                           "the fixed stiff directions of the first replica, unit vectors");
  curve.axes.insert(curve.axes.begin() + 1, counted_axis("stiff_direction", "number, stiffest first", directions, 1));
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    const std::vector<float>& axes = digest.map->replicas[digest.number(t, 0)].axes;
    for (std::size_t i = 0; i < directions * n; ++i)
      curve.values.push_back(i < axes.size() ? static_cast<double>(axes[i]) : ReplicaDigest::absent);
  }
  curves.push_back(std::move(curve));
}

}  // namespace

std::vector<Curve> map_curves(const Digest& digest) {
  std::vector<Curve> curves;
  if (digest.map == nullptr || digest.map->replicas.empty()) return curves;
  const std::size_t directions = digest.map->replicas.front().stiff_curvature.size();
  const auto over_directions = [&](const char* name, const char* long_name) {
    return curve_over(digest, counted_axis("direction", "number, stiffest first", directions, 1), name, long_name);
  };
  const Ensemble& ensemble = digest.ensemble();
  add(curves, digest, over_directions("direction_ratio", "var(x) <h> / T along one fixed stiff direction"),
      [&](const ReplicaCurvature& replica, std::size_t t) {
        std::vector<double> ratio = replica.stiff_variance;
        for (std::size_t k = 0; k < ratio.size(); ++k) ratio[k] *= replica.stiff_curvature[k] / digest.temperature(t);
        return ratio;
      });
  add(curves, digest, over_directions("direction_kurtosis", "excess kurtosis of x along one fixed stiff direction"),
      [](const ReplicaCurvature& replica, std::size_t) { return replica.stiff_kurtosis; });
  add(curves, digest, over_directions("direction_curvature", "mean curvature <h> of U along one fixed stiff direction"),
      [](const ReplicaCurvature& replica, std::size_t) { return replica.stiff_curvature; });
  add(curves, digest, over_directions("direction_variance", "variance of x along one fixed stiff direction"),
      [](const ReplicaCurvature& replica, std::size_t) { return replica.stiff_variance; });
  add(curves, digest,
      over_directions("direction_variance_predicted",
                      "variance of x in a quadratic bowl of curvature <h>: T / <h>, under em over 1 - eta <h> / 2"),
      [&](const ReplicaCurvature& replica, std::size_t t) {
        std::vector<double> predicted;
        const double step = ensemble.one_step_size() ? ensemble.dynamics.step_sizes[t] : ReplicaDigest::absent;
        for (const double h : replica.stiff_curvature)
          predicted.push_back(digest.temperature(t) / h /
                              (ensemble.dynamics.update == Update::em ? 1 - step * h / 2 : 1));
        return predicted;
      });
  add(curves, digest,
      over_directions("effective_curvature", "T / var(x) along one fixed stiff direction: <h> in a quadratic bowl"),
      [&](const ReplicaCurvature& replica, std::size_t t) {
        std::vector<double> effective;
        for (const double variance : replica.stiff_variance) effective.push_back(digest.temperature(t) / variance);
        return effective;
      });
  add_vectors(curves, digest, directions);
  add(curves, digest,
      curve_over(digest,
                 {.name = "window_steps",
                  .unit = "1",
                  .long_name = "length of the window in steps",
                  .values = digest.map->window_steps},
                 "window_ratio",
                 "var(x) <h> / T within windows, along the stiffest directions of each, mean over them"),
      [](const ReplicaCurvature& replica, std::size_t) { return replica.window_ratio; });
  const auto over_eigenvalues = [&](const char* name, const char* long_name) {
    return curve_over(
        digest, counted_axis("top_eigenvalue", "number, largest first", digest.map->replicas.front().top.size(), 1),
        name, long_name);
  };
  add(curves, digest,
      over_eigenvalues("hessian_eigenvalues", "largest distinct eigenvalues of the Hessian of L at a moment"),
      [](const ReplicaCurvature& replica, std::size_t) { return replica.top; });

  const auto over_bins = [&](const char* name, const char* long_name, const char* axis, const char* axis_long_name,
                             const Bins& bins) {
    return curve_over(
        digest, {.name = axis, .unit = "1", .long_name = axis_long_name, .integers = false, .values = bins.middles()},
        name, long_name);
  };
  add(curves, digest,
      over_bins("hessian_density", "positive eigenvalues of the Hessian of L per bin, by stochastic Lanczos quadrature",
                "log10_curvature", "log10 of the eigenvalue, middle of the bin", curvature_bins),
      [](const ReplicaCurvature& replica, std::size_t) { return replica.density; });
  add(curves, digest,
      over_bins("log_activity", "examples per bin of ln(l / (P T))", "ln_activity", "ln(l / (P T)), middle of the bin",
                activity_bins),
      [](const ReplicaCurvature& replica, std::size_t) { return replica.activity; });
  add(curves, digest,
      over_bins("margins", "examples per bin of their margin, z_y - ln sum of exp(z_c) over the other classes",
                "margin", "margin, middle of the bin", margin_bins),
      [](const ReplicaCurvature& replica, std::size_t) { return replica.margins; });
  return curves;
}

}  // namespace replicas
