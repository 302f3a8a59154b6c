#include "observe/ground_loss.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "model/error.h"
#include "observe/families.h"
#include "observe/reductions.h"

namespace replicas {

namespace {

constexpr std::size_t lowest_rungs = 3;

/// Intercept of <L> against T on the lowest rungs. The spread of L is proportional to T there, hence weights 1 / T^2.
double intercept(const Digest& digest, ChainSpan chains) {
  double sum = 0, sum_t = 0, sum_l = 0, sum_tt = 0, sum_tl = 0;
  for (std::size_t rung = 0; rung < std::min(lowest_rungs, digest.temperatures()); ++rung) {
    const double t = digest.temperature(rung), weight = 1 / (t * t);
    const double l = pooled(digest, rung, chains, &ReplicaDigest::loss).mean;
    sum += weight;
    sum_t += weight * t;
    sum_l += weight * l;
    sum_tt += weight * t * t;
    sum_tl += weight * t * l;
  }
  return (sum_l * sum_tt - sum_t * sum_tl) / (sum * sum_tt - sum_t * sum_t);
}

double value(const Digest& digest, std::size_t, ChainSpan chains) { return ground_loss(digest, chains); }

}  // namespace

/// A mean cross-entropy below ln 2 / P leaves no example above ln 2: every label is right, and scaling the output
/// weights up sends the loss to 0. A block with fewer wrong labels than measured steps has such a step in it, too.
void find_ground_losses(Digest& digest) {
  const Measurements& m = digest.measurements;
  const Ensemble& ensemble = m.ensemble;
  std::vector<bool> separated(ensemble.datasets.size(), false);
  digest.lowest_loss.assign(ensemble.datasets.size(), std::numeric_limits<double>::infinity());
  for (std::size_t r = 0; r < digest.replicas.size(); ++r) {
    const std::size_t dataset = ensemble.dataset_index(r);
    double lowest = m.start_loss.empty() ? std::numeric_limits<double>::infinity() : m.start_loss[r];
    for (const auto* samples : {&m.warmup, &m.samples})
      for (const Sample& sample : *samples) lowest = std::fmin(lowest, static_cast<double>(sample.loss[r]));
    digest.lowest_loss[dataset] = std::fmin(digest.lowest_loss[dataset], lowest);
    if (ensemble.network.loss() == Loss::mse) continue;
    if (lowest * ensemble.datasets[dataset].examples < std::numbers::ln2) separated[dataset] = true;
    for (const std::vector<ReplicaSums>& block : m.blocks)
      if (block[r].finite && block[r].wrong < static_cast<double>(block[r].count)) separated[dataset] = true;
  }
  const GroundLoss otherwise = ensemble.potential          ? GroundLoss::known
                               : digest.temperatures() > 1 ? GroundLoss::intercept
                                                           : GroundLoss::lowest;
  for (const bool yes : separated) digest.ground_loss.push_back(yes ? GroundLoss::separated : otherwise);
}

double ground_loss(const Digest& digest, ChainSpan chains) {
  if (chains.empty()) return ReplicaDigest::absent;
  const std::size_t dataset = digest.ensemble().dataset_index(chains.front());
  switch (digest.ground_loss[dataset]) {
    case GroundLoss::known: return digest.ensemble().potential->infimum();
    case GroundLoss::separated: return 0;
    case GroundLoss::intercept: return intercept(digest, chains);
    case GroundLoss::lowest: return digest.lowest_loss[dataset];
  }
  return ReplicaDigest::absent;
}

std::string ground_loss_origin(const Digest& digest) {
  if (digest.ensemble().potential) return "the infimum of the potential, from its formula";
  const auto with = [&](GroundLoss kind) { return std::ranges::count(digest.ground_loss, kind); };
  const auto sets = static_cast<std::ptrdiff_t>(digest.ground_loss.size());
  std::string separated = "0, the infimum of cross-entropy on data that a replica separated";
  std::string otherwise = digest.temperatures() > 1
                              ? fmt::format("intercept of the mean loss against T on the lowest {} temperatures",
                                            std::min(lowest_rungs, digest.temperatures()))
                              : "the lowest loss seen, which is above the infimum (trust d_var instead of d_mean)";
  if (with(GroundLoss::separated) == sets) return separated;
  if (with(GroundLoss::separated) == 0) return otherwise;
  return fmt::format("{} (in {} of {} data sets); else {}", separated, with(GroundLoss::separated), sets, otherwise);
}

Family ground_loss_observables() {
  return {{"ground_loss", "1", "L0, the infimum of the loss that d_mean counts from", value}};
}

}  // namespace replicas
