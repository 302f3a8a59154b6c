#pragma once

#include <cstdint>
#include <vector>

#include "engine/engine.h"
#include "observe/instruments/measurements.h"
#include "observe/instruments/notebook.h"

namespace replicas {

/// What exact Hessian products at the sampled weights say about one replica. Curvatures are those of L; along the stiff
/// directions, of U.
struct ReplicaCurvature {
  std::vector<double> top;      ///< largest eigenvalues at a moment, mean over moments, largest first
  double top_residual = 0;      ///< largest |H y - value y| / value of the first of them
  std::vector<double> density;  ///< eigenvalues per bin of log10(curvature), mean over moments; see curvature_bins
  double negative_trace = 0;    ///< sum of the negative eigenvalues
  double gauss_newton = 0;      ///< trace of the Gauss-Newton part (NaN for potentials)
  double rest_trace = 0;        ///< tr H minus it, by the same probes
  // Along the fixed unit vectors v of the largest curvature averaged over the run, x = v.w and h = v.H_U v:
  std::vector<double> stiff_curvature, stiff_variance, stiff_kurtosis;
  /// Those v, [direction][N], of the first replica at each temperature; see most_stored_weights.
  std::vector<float> axes;
  /// var(x) <h> / T within windows of CurvatureMap::window_steps, along the stiffest directions of each window; mean
  /// over windows and directions.
  std::vector<double> window_ratio;
  std::vector<double> activity;  ///< examples per bin of ln(l / (P T)), mean over moments; see activity_bins
  std::vector<double> margins;   ///< examples per bin of their margin; see margin_bins. Empty where there is none
};

/// Axes of the histograms: bins of equal width, `count` of them from `first` on; the ends take what lies beyond.
struct Bins {
  double first, width;
  std::size_t count;
  std::size_t of(double x) const;
  std::vector<double> middles() const;
};
inline constexpr Bins curvature_bins{-10, 0.25, 56};  ///< log10 of an eigenvalue
inline constexpr Bins activity_bins{-12, 0.25, 68};   ///< ln(l / (P T))
inline constexpr Bins margin_bins{-10, 0.5, 80};      ///< z_y - ln sum of exp(z_c) over the other classes

struct CurvatureMap {
  std::vector<ReplicaCurvature> replicas;  ///< by global number; empty without sampled weights
  std::vector<double> window_steps;        ///< lengths of the windows, shortest first; the last is the whole run
  std::uint64_t products = 0;              ///< Hessian products per replica that it took
  double steps = 0;                        ///< of the engine that were planned for them
};

inline constexpr std::size_t stiff_directions = 6;        ///< that stiff_ratio and stiff_kurtosis are means over
inline constexpr std::size_t mapped_directions = 12;      ///< that C is compared with T H^-1 along
inline constexpr std::size_t most_stored_weights = 2000;  ///< N of networks whose directions are kept in run.nc
inline constexpr std::size_t most_window_lengths = 4;     ///< each a third of the next

/// How many looks at the sampled weights fit a share of the steps. One Hessian product costs
/// `Engine::steps_per_product` steps, the example losses and traces by the way included.
struct MapPlan {
  int axes_moments = 8, axes_iterations = 32;  ///< for the mean Hessian whose top vectors are the stiff directions
  int curvature_moments = 32;                  ///< for <h>, on other moments than the axes
  int spectrum_moments = 8, spectrum_iterations = 32;
  int trace_moments = 8;  ///< Gauss-Newton part
  int windows = 2;        ///< of each length shorter than the run
  int window_axes_moments = 6, window_iterations = 20, window_curvature_moments = 6;
  double products() const;  ///< at most, trace moments counted fourfold
};
MapPlan plan_map(std::uint64_t steps, double share, double steps_per_product);
/// Of Lanczos in the map, whatever the plan: the bases of all replicas together stay below 1 GB, where one vector of
/// each takes `state` bytes, unless the mapped directions need more.
int most_iterations(double state);

/// Takes its Hessian products from the engine's landscape; probes are named by the sampled step.
CurvatureMap curvature_map(const Engine& engine, const Measurements& measurements, const MapPlan& plan);

/// The curvature map from where the notebook says that another process stopped in it; it has the same bits.
CurvatureMap curvature_map(const Engine& engine, const Measurements& measurements, const MapPlan& plan,
                           Notebook& notebook);

}  // namespace replicas
