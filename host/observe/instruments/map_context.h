#pragma once

#include <span>
#include <vector>

#include "observe/instruments/curvature_map.h"
#include "observe/instruments/notebook.h"
#include "observe/instruments/probe_vectors.h"
#include "observe/instruments/replica_vectors.h"

namespace replicas {

// The parts of the curvature map; each places sampled weights in the landscape and fills its own members of the map.

inline constexpr std::uint64_t axes_probe = lanczos_probe - 1, trace_probe = lanczos_probe - 2;

using Samples = std::vector<const WeightSample*>;

/// The landscape, counting, what is written down on the way, and the parts of an array over replicas.
struct MapContext {
  const Landscape& landscape;
  const Measurements& measured;
  CurvatureMap& map;
  Notebook& notebook;
  std::size_t n = measured.ensemble.weights();
  std::size_t replicas = measured.ensemble.replica_count();

  std::unique_ptr<WeightBatch> place(const WeightSample& sample) const {
    return landscape.place(sample[recorded::weights], datasets_of(measured.ensemble));
  }
  std::unique_ptr<WeightBatch> directions(std::span<const float> values) const {
    return landscape.place_directions(values, datasets_of(measured.ensemble));
  }
  std::unique_ptr<WeightBatch> products(const WeightBatch& batch, const WeightBatch& directions) const {
    ++notebook.products;
    return landscape.hessian_products(batch, directions);
  }
  std::span<const float> part(const std::vector<float>& all, std::size_t r) const {
    return std::span(all).subspan(r * n, n);
  }
  template <class Make>
  std::vector<float> for_all(TaskCost cost, Make make) const {
    return replica_vectors(replicas, n, landscape.threads(), cost, make);
  }
  /// Calls work(replica) for each, several at a time.
  template <class Work>
  void for_each(TaskCost cost, Work work) const {
    spread_tasks(replicas, landscape.threads(), cost, work);
  }
};

/// `count` of the samples, evenly spread, from one half of them: the even or the odd ones.
Samples some(const Samples& all, int count, std::size_t parity);

/// The top vectors of the Hessian averaged over some moments: [direction] of replicas x N.
std::vector<std::vector<float>> stiff_axes(const MapContext& context, const Samples& samples, int iterations,
                                           std::size_t count);

/// Of x = v . w over all samples, and <h> of U over the chosen ones: [direction][replica].
struct AxisStatistics {
  std::vector<std::vector<double>> curvature, variance, kurtosis;
};
AxisStatistics axis_statistics(const MapContext& context, const Samples& all, const Samples& chosen,
                               const std::vector<std::vector<float>>& axes);

void add_stiff_directions(const MapContext& context, const AxisStatistics& whole);  ///< stiff_*
/// window_ratio; after add_stiff_directions, whose directions are those of the longest window. `most`: iterations.
void add_windows(const MapContext& context, const Samples& all, const MapPlan& plan, int most);
void add_spectra(const MapContext& context, const Samples& samples, int iterations);  ///< top, density, negative_trace
void add_traces_of_parts(const MapContext& context, const Samples& samples);          ///< gauss_newton, rest_trace
void add_examples(const MapContext& context, const Samples& samples);                 ///< activity, margins

}  // namespace replicas
