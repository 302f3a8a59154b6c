#include "observe/curvature_map.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "observe/krylov.h"
#include "observe/moments.h"
#include "observe/probe_vectors.h"

namespace replicas {

namespace {

constexpr double absent = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint64_t axes_probe = lanczos_probe - 1, trace_probe = lanczos_probe - 2;

using Samples = std::vector<const WeightSample*>;

/// `count` of the samples, evenly spread, from one half of them: the even or the odd ones.
Samples some(const Samples& all, int count, std::size_t parity) {
  Samples half, result;
  for (std::size_t i = parity; i < all.size(); i += 2) half.push_back(all[i]);
  const std::size_t wanted = std::min(half.size(), static_cast<std::size_t>(count));
  for (std::size_t k = 0; k < wanted; ++k) result.push_back(half[(2 * k + 1) * half.size() / (2 * wanted)]);
  return result;
}

/// The engine, counting, and the parts of an array over replicas.
struct Look {
  Engine& engine;
  const Measurements& measured;
  CurvatureMap& map;
  std::size_t n = measured.ensemble.network.weights();
  std::size_t replicas = measured.ensemble.replica_count();

  std::vector<float> products(std::span<const float> directions) const {
    ++map.products;
    return engine.loss_hessian_products(directions);
  }
  std::span<const float> part(const std::vector<float>& all, std::size_t r) const {
    return std::span(all).subspan(r * n, n);
  }
  template <class Make>
  std::vector<float> for_all(Make make) const {
    std::vector<float> all;
    all.reserve(replicas * n);
    for (std::size_t r = 0; r < replicas; ++r) {
      const std::vector<float> own = make(r);
      all.insert(all.end(), own.begin(), own.end());
    }
    return all;
  }
};

double dot(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return sum;
}

/// The top vectors of the Hessian averaged over some moments: [direction] of replicas x N.
std::vector<std::vector<float>> stiff_axes(const Look& look, const Samples& samples, int iterations) {
  const Operators mean = [&](std::span<const float> directions) {
    std::vector<float> sum(directions.size(), 0.0f);
    for (const WeightSample* sample : samples) {
      look.engine.load(sample->weights);
      const std::vector<float> one = look.products(directions);
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += one[i] / static_cast<float>(samples.size());
    }
    return sum;
  };
  const std::uint64_t seed = look.measured.ensemble.seed, step = samples.front()->step;
  const std::vector<float> starts =
      look.for_all([&](std::size_t r) { return random_normals(seed, r, step, axes_probe, look.n); });
  const std::vector<Krylov> spaces = krylov_spaces(mean, starts, look.replicas, iterations);
  std::vector<std::vector<float>> axes;
  for (std::size_t k = 0; k < std::min(stiff_directions, look.n); ++k)
    axes.push_back(look.for_all([&](std::size_t r) { return spaces[r].vector(k); }));
  return axes;
}

/// Decay of U along a unit vector: sum over layers of decay |v_layer|^2.
double decay_along(const Ensemble& ensemble, std::size_t replica, std::span<const float> v) {
  double sum = 0;
  for (const Layer& layer : ensemble.network.layers()) {
    const std::size_t biases = ensemble.network.bias() ? static_cast<std::size_t>(layer.outputs) : 0;
    const auto own = v.subspan(layer.weight, layer.bias + biases - layer.weight);
    sum += ensemble.decay(ensemble.temperature_index(replica), layer) * dot(own, own);
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

void along_stiff_directions(const Look& look, const Samples& all, const Samples& chosen,
                            const std::vector<std::vector<float>>& axes) {
  std::vector<std::vector<double>> curvature(axes.size(), std::vector<double>(look.replicas, 0.0));
  for (const WeightSample* sample : chosen) {
    look.engine.load(sample->weights);
    for (std::size_t k = 0; k < axes.size(); ++k) {
      const std::vector<float> product = look.products(axes[k]);
      for (std::size_t r = 0; r < look.replicas; ++r)
        curvature[k][r] += dot(look.part(axes[k], r), look.part(product, r)) / static_cast<double>(chosen.size());
    }
  }
  for (std::size_t r = 0; r < look.replicas; ++r)
    for (std::size_t k = 0; k < axes.size(); ++k) {
      const std::span<const float> v = look.part(axes[k], r);
      std::vector<double> x;
      Moments moments;
      for (const WeightSample* sample : all) {
        x.push_back(dot(v, look.part(sample->weights, r)));
        moments.add(x.back());
      }
      ReplicaMap& replica = look.map.replicas[r];
      replica.stiff_curvature.push_back(curvature[k][r] + decay_along(look.measured.ensemble, r, v));
      replica.stiff_variance.push_back(moments.squares / std::max(1.0, moments.count - 1));
      replica.stiff_kurtosis.push_back(excess_kurtosis(x));
    }
}

/// |H y - value y| / |value| of a unit vector y, with value = y . H y.
double residual(std::span<const float> y, std::span<const float> product) {
  const double value = dot(y, product);
  double sum = 0;
  for (std::size_t i = 0; i < y.size(); ++i)
    sum += std::pow(static_cast<double>(product[i]) - value * static_cast<double>(y[i]), 2);
  return std::sqrt(sum) / std::fabs(value);
}

void add_spectra(const Look& look, const Samples& samples, int iterations) {
  const std::uint64_t seed = look.measured.ensemble.seed;
  const auto share = 1 / static_cast<double>(samples.size());
  for (ReplicaMap& replica : look.map.replicas) {
    replica.top.assign(std::min(stiff_directions, look.n), 0.0);
    replica.density.assign(curvature_bins.count, 0.0);
  }
  for (const WeightSample* sample : samples) {
    look.engine.load(sample->weights);
    const std::vector<float> starts =
        look.for_all([&](std::size_t r) { return random_normals(seed, r, sample->step, axes_probe, look.n); });
    const std::vector<Krylov> spaces =
        krylov_spaces([&](std::span<const float> v) { return look.products(v); }, starts, look.replicas, iterations);
    const std::vector<float> tops = look.for_all([&](std::size_t r) { return spaces[r].vector(0); });
    const std::vector<float> turned = look.products(tops);
    for (std::size_t r = 0; r < look.replicas; ++r) {
      ReplicaMap& replica = look.map.replicas[r];
      replica.top_residual = std::fmax(replica.top_residual, residual(look.part(tops, r), look.part(turned, r)));
      const std::vector<RitzValue> values = spaces[r].values();
      for (std::size_t k = 0; k < replica.top.size(); ++k)
        replica.top[k] += share * (k < values.size() ? values[k].value : absent);
      for (const RitzValue& ritz : values) {
        const double count = share * static_cast<double>(look.n) * ritz.weight;
        if (ritz.value > 0)
          replica.density[curvature_bins.of(std::log10(ritz.value))] += count;
        else
          replica.negative_trace += count * ritz.value;
      }
    }
  }
}

/// tr G and tr (H - G) with the same probes, so that their noise is small together.
void add_traces_of_parts(const Look& look, const Samples& samples) {
  const Ensemble& ensemble = look.measured.ensemble;
  for (ReplicaMap& replica : look.map.replicas)
    replica.gauss_newton = replica.rest_trace = ensemble.potential || samples.empty() ? absent : 0;
  if (ensemble.potential) return;
  for (const WeightSample* sample : samples) {
    look.engine.load(sample->weights);
    const std::vector<float> probes =
        look.for_all([&](std::size_t r) { return random_signs(ensemble.seed, r, sample->step, trace_probe, look.n); });
    const std::vector<float> product = look.products(probes);
    for (std::size_t r = 0; r < look.replicas; ++r) {
      const std::span<const float> v = look.part(probes, r);
      const double whole = dot(v, look.part(product, r));
      const double part = gauss_newton_form(ensemble.network, ensemble.dataset(r), look.part(sample->weights, r), v);
      look.map.replicas[r].gauss_newton += part / static_cast<double>(samples.size());
      look.map.replicas[r].rest_trace += (whole - part) / static_cast<double>(samples.size());
    }
  }
}

void add_activity(const Look& look, const Samples& samples) {
  const Ensemble& ensemble = look.measured.ensemble;
  for (ReplicaMap& replica : look.map.replicas) replica.activity.assign(activity_bins.count, 0.0);
  for (const WeightSample* sample : samples) {
    look.engine.load(sample->weights);
    const ExampleLosses examples = look.engine.example_losses(ensemble.datasets);
    const std::size_t size = examples.losses.size() / look.replicas;
    for (std::size_t i = 0; i < examples.losses.size(); ++i) {
      const double felt = ensemble.temperatures[ensemble.temperature_index(i / size)] * static_cast<double>(size);
      const double u = std::log(static_cast<double>(examples.losses[i]) / felt);
      look.map.replicas[i / size].activity[activity_bins.of(u)] += 1 / static_cast<double>(samples.size());
    }
  }
}

}  // namespace

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
