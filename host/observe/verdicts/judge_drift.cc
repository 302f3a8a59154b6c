#include <spdlog/fmt/fmt.h>

#include "observe/observables/blocks.h"
#include "observe/verdicts/advice.h"
#include "observe/verdicts/judgement.h"

namespace replicas {

namespace {

constexpr std::size_t fewest_blocks = 8;
// With 10 temperatures and two quantities a sound run is called drifting once in 5000 runs.
constexpr double rare = 1e-5;

std::vector<Verdict> judge(const Digest& digest, const char* what, BlockMeans (*means)(const Digest&, std::size_t)) {
  Findings findings;
  std::string largest;
  double least = 1;
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    const BlockMeans blocks = means(digest, t);
    const Drift found = drift(blocks);
    if (!(found.probability < rare)) continue;
    findings.add(t, found.probability);
    if (found.probability > least) continue;
    least = found.probability;
    Moments mean;
    for (const std::vector<double>& row : blocks)
      for (const double x : row) mean.add(x);
    largest = fmt::format("by {:+.2g} about {:.3g} over the run at {}", found.change, mean.mean,
                          named_temperature(digest, t));
  }
  if (findings.empty()) return {};
  return {{Verdict::Kind::failure, "stationarity",
           fmt::format("Not stationary: the block means of {} drift at {} (surest: {}). This is not an equilibrium "
                       "average there; use a longer <burn-in> and more <steps>.",
                       what, named_temperatures(digest, findings.temperatures), largest)}};
}

}  // namespace

std::vector<Verdict> judge_drift(const Digest& digest, const Results&) {
  if (!digest.measurements.in_equilibrium()) return {};
  const Measurements& m = digest.measurements;
  if (m.blocks.size() < fewest_blocks || m.samples.size() < fewest_blocks)
    return {{Verdict::Kind::failure, "stationarity",
             fmt::format("Too short to see a drift: the {} samples after burn-in fill {} block{} of the length planned "
                         "for this run, and {} are needed; {}.",
                         m.samples.size(), m.blocks.size(), m.blocks.size() == 1 ? "" : "s", fewest_blocks,
                         more_steps(m))}};
  std::vector<std::size_t> tested, alone;
  for (std::size_t t = 0; t < digest.temperatures(); ++t)
    (loss_blocks(digest, t).size() < 2 ? alone : tested).push_back(t);
  std::vector<Verdict> found = judge(digest, "the loss", loss_blocks);
  for (Verdict& verdict : judge(digest, "|w|^2", weight_norm2_blocks)) found.push_back(std::move(verdict));
  if (found.empty() && !tested.empty())
    found = {{Verdict::Kind::good, "stationarity",
              fmt::format("Stationary: the block means of the loss and of |w|^2 do not drift{}.",
                          alone.empty() ? "" : " at " + named_temperatures(digest, tested))}};
  if (!alone.empty())
    found.push_back(not_tested("a drift of the loss and of |w|^2 at " + named_temperatures(digest, alone),
                               "the scatter of two replicas or more says what is a drift"));
  return found;
}

}  // namespace replicas
