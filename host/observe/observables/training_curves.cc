// Group training, of runs at T = 0: how loss, test loss and gradient fall with the steps, and how far the layers have
// come since the start: pre-activations, features, the kernel of the features and the tangent kernel on some examples
// that are shown (arXiv:2011.14522 asks for these against the width).
#include <algorithm>
#include <cmath>
#include <functional>

#include "engine/dot.h"
#include "engine/spread_tasks.h"
#include "observe/observables/gathered_spectra.h"
#include "observe/observables/observable.h"
#include "observe/statistics/distributions.h"
#include "observe/statistics/moments.h"

namespace replicas {

namespace {

constexpr const char* group = "training";
constexpr std::size_t most_points = 120, most_looks = 20, most_chains = 32, most_examples = 16;

/// Of `count` places at most `most`: half of them evenly in the logarithm, since much happens at first, and the last.
std::vector<std::size_t> some_places(std::size_t count, std::size_t most) {
  std::vector<std::size_t> places;
  if (count == 0) return places;
  for (std::size_t i = 0; i < most / 2; ++i) {
    const double part = static_cast<double>(i) / static_cast<double>(most / 2 - 1);
    places.push_back(static_cast<std::size_t>(std::lround(std::pow(static_cast<double>(count), part))) - 1);
    places.push_back(static_cast<std::size_t>(std::lround(part * static_cast<double>(count - 1))));
  }
  std::ranges::sort(places);
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

ResultAxis steps_axis(const char* name) { return {.name = name, .unit = "1", .long_name = "steps since the start"}; }

/// A curve over temperature and `axes`, and its errors: mean and standard error over the chains of value(place along
/// the axes, temperature, chain), NaN where a chain has none. `chains`: so many at most.
std::vector<Curve> over_chains(const Digest& digest, Curve curve, std::size_t chains,
                               const std::function<double(std::size_t, std::size_t, std::size_t)>& value) {
  std::size_t places = 1;
  for (std::size_t a = 1; a < curve.axes.size(); ++a) places *= curve.axes[a].values.size();
  Curve error = error_of(curve);
  for (std::size_t t = 0; t < digest.temperatures(); ++t)
    for (std::size_t place = 0; place < places; ++place) {
      GroupMoments over_groups;
      for (std::size_t chain = 0; chain < std::min(chains, digest.chains()); ++chain) {
        if (digest.at(t, chain).diverged) continue;
        const double own = value(place, t, chain);
        if (std::isfinite(own)) over_groups.add(digest.map_of_replicas().group_of_chain(chain), own);
      }
      const Moments moments = over_groups.moments();
      curve.values.push_back(moments.count > 0 ? moments.mean : ReplicaDigest::absent);
      error.values.push_back(standard_error(moments));
    }
  return {curve, error};
}

void add(std::vector<Curve>& all, std::vector<Curve> more) {
  for (Curve& curve : more) all.push_back(std::move(curve));
}

Curve curve_named(const Digest& digest, const char* name, const char* long_name, std::vector<ResultAxis> own_axes) {
  Curve curve{.name = name,
              .unit = "1",
              .long_name = long_name,
              .axes = {temperature_axis(digest.ensemble().temperatures)},
              .group = group};
  for (ResultAxis& axis : own_axes) curve.axes.push_back(std::move(axis));
  return curve;
}

/// L of all examples at the samples, and how many epochs have passed.
std::vector<Curve> loss_curves(const Digest& digest) {
  const Measurements& m = digest.measurements;
  std::vector<const Sample*> all;
  for (const std::vector<Sample>* const part : {&m.warmup, &m.samples})
    for (const Sample& sample : *part) all.push_back(&sample);
  ResultAxis steps = steps_axis("training_step");
  std::vector<const Sample*> some;
  for (const std::size_t place : some_places(all.size(), most_points)) {
    some.push_back(all[place]);
    steps.values.push_back(static_cast<double>(all[place]->step));
  }
  std::vector<Curve> curves =
      over_chains(digest, curve_named(digest, "training_loss", "mean loss of all examples", {steps}), digest.chains(),
                  [&](std::size_t place, std::size_t t, std::size_t chain) {
                    return static_cast<double>((*some[place])[recorded::loss][digest.number(t, chain)]);
                  });
  Curve epochs = curve_named(digest, "training_epoch", "examples shown so far over their number", {steps});
  const auto examples = static_cast<std::size_t>(digest.ensemble().examples());
  const Batch& batch = digest.ensemble().dynamics.batch;
  const double share = batch.whole() ? 1 : static_cast<double>(batch.size) / static_cast<double>(examples);
  for (std::size_t t = 0; t < digest.temperatures(); ++t)
    for (const double step : steps.values) epochs.values.push_back(share * step);
  curves.push_back(std::move(epochs));
  return curves;
}

double norm2(std::span<const double> values) {
  double sum = 0;
  for (const double x : values) sum += x * x;
  return sum;
}

/// |a - b| over |b|, NaN where b is 0.
double relative_distance(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> difference(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) difference[i] = a[i] - b[i];
  const double size = norm2(b);
  return size > 0 ? std::sqrt(norm2(difference) / size) : ReplicaDigest::absent;
}

/// (1/units) a(x) . a(x') of the examples shown.
std::vector<double> feature_kernel(const LayerValues& layer) {
  const std::size_t units = layer.units, examples = layer.after.size() / units;
  std::vector<double> kernel;
  for (std::size_t n = 0; n < examples; ++n)
    for (std::size_t m = 0; m < examples; ++m) {
      double sum = 0;
      for (std::size_t i = 0; i < units; ++i) sum += layer.after[n * units + i] * layer.after[m * units + i];
      kernel.push_back(sum / static_cast<double>(units));
    }
  return kernel;
}

/// How far one replica is from its start, by layer.
struct Change {
  std::vector<double> before, features, kernel;
  double tangent = 0;
};

Change change_since(const System& system, std::size_t dataset, std::span<const float> start,
                    std::span<const float> now) {
  const std::size_t examples = std::min(most_examples, static_cast<std::size_t>(system.examples()));
  const std::vector<LayerValues> old = system.layer_values(dataset, start, examples);
  const std::vector<LayerValues> own = system.layer_values(dataset, now, examples);
  Change change;
  for (std::size_t l = 0; l < own.size(); ++l) {
    std::vector<double> moved = own[l].before;
    for (std::size_t i = 0; i < moved.size(); ++i) moved[i] -= old[l].before[i];
    change.before.push_back(std::sqrt(norm2(moved) / static_cast<double>(moved.size())));
    change.features.push_back(relative_distance(own[l].after, old[l].after));
    change.kernel.push_back(relative_distance(feature_kernel(own[l]), feature_kernel(old[l])));
  }
  change.tangent =
      relative_distance(system.tangent_kernel(dataset, now, examples), system.tangent_kernel(dataset, start, examples));
  return change;
}

/// What the layers have become since the start, at the looks.
std::vector<Curve> change_curves(const Digest& digest, const std::vector<const WeightSample*>& looks,
                                 const ResultAxis& steps, int threads) {
  const Ensemble& ensemble = digest.ensemble();
  const System& system = *ensemble.system;
  const std::size_t chains = std::min(most_chains, digest.chains()), n = ensemble.weights();
  std::vector<Change> changes(looks.size() * digest.temperatures() * chains);
  const auto index = [&](std::size_t look, std::size_t t, std::size_t chain) {
    return (look * digest.temperatures() + t) * chains + chain;
  };
  spread_tasks(changes.size(), threads, dear_task, [&](std::size_t task) {
    const std::size_t chain = task % chains, t = task / chains % digest.temperatures();
    const std::size_t look = task / chains / digest.temperatures(), r = digest.number(t, chain);
    changes[task] =
        change_since(system, ensemble.dataset_index(r), std::span(digest.measurements.start_weights).subspan(r * n, n),
                     replica_weights(*looks[look], r, ensemble));
  });
  const std::size_t layers = changes.front().before.size();
  const ResultAxis layer_axis = counted_axis("training_layer", "layer, the outputs last", layers, 1);
  std::vector<Curve> all;
  const auto add_layers = [&](const char* name, const char* long_name, std::vector<double> Change::*part) {
    add(all, over_chains(digest, curve_named(digest, name, long_name, {steps, layer_axis}), chains,
                         [&](std::size_t place, std::size_t t, std::size_t chain) {
                           return (changes[index(place / layers, t, chain)].*part)[place % layers];
                         }));
  };
  add_layers("preactivation_change", "root mean square change of the pre-activations since the start", &Change::before);
  add_layers("feature_change", "change of the features since the start over their size there", &Change::features);
  add_layers("feature_kernel_change", "change of the kernel of the features since the start over its size there",
             &Change::kernel);
  add(all, over_chains(digest,
                       curve_named(digest, "tangent_kernel_change",
                                   "change of the tangent kernel since the start over its size there", {steps}),
                       chains, [&](std::size_t place, std::size_t t, std::size_t chain) {
                         return changes[index(place, t, chain)].tangent;
                       }));
  return all;
}

/// |grad L| of every replica at one look.
std::vector<double> gradient_norms(const Engine& engine, const WeightSample& look) {
  const Ensemble& ensemble = engine.ensemble();
  const auto placed = engine.landscape().place(look[recorded::weights], datasets_of(ensemble));
  const std::vector<float> gradients = engine.landscape().gradients(*placed);
  std::vector<double> norms;
  for (std::size_t r = 0; r < ensemble.replica_count(); ++r) {
    const auto own = std::span(gradients).subspan(r * ensemble.weights(), ensemble.weights());
    norms.push_back(std::sqrt(dot(own, own)));
  }
  return norms;
}

}  // namespace

std::vector<Curve> training_curves(const CurveSources& from) {
  const Digest& digest = from.digest;
  const Measurements& m = digest.measurements;
  if (!m.gradient_descent || m.samples.empty()) return {};
  std::vector<Curve> all = loss_curves(digest);
  const std::vector<const WeightSample*> kept = samples_with_weights(m);
  std::vector<const WeightSample*> looks;
  ResultAxis steps = steps_axis("training_look");
  for (const std::size_t place : some_places(kept.size(), most_looks)) {
    looks.push_back(kept[place]);
    steps.values.push_back(static_cast<double>(kept[place]->step));
  }
  if (looks.empty()) return all;
  std::vector<std::vector<double>> norms;
  for (const WeightSample* const look : looks) norms.push_back(gradient_norms(from.engine, *look));
  add(all, over_chains(digest, curve_named(digest, "training_gradient_norm", "length of grad L", {steps}),
                       digest.chains(), [&](std::size_t place, std::size_t t, std::size_t chain) {
                         return norms[place][digest.number(t, chain)];
                       }));
  for (const auto& [name, long_name, array] :
       {std::tuple{"training_test_loss", "mean loss on the test data", recorded::test_loss},
        std::tuple{"training_test_error", "share of wrong labels on the test data", recorded::test_error}})
    if (!(*looks.front())[array].empty())
      add(all, over_chains(digest, curve_named(digest, name, long_name, {steps}), digest.chains(),
                           [&](std::size_t place, std::size_t t, std::size_t chain) {
                             return (*looks[place])[array][digest.number(t, chain)];
                           }));
  if (digest.ensemble().system->capabilities().layers && !m.start_weights.empty())
    add(all, change_curves(digest, looks, steps, from.engine.threads()));
  return all;
}

}  // namespace replicas
