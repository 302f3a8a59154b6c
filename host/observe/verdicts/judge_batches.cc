#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "observe/verdicts/judgement.h"

namespace replicas {

namespace {
constexpr double small = 0.01, large = 0.1;  // of T_B / T
}

/// The noise of batches is not thermal, but moves weights as if the temperature were higher by T_B: numbers that are
/// divided by T are too large by about T_B / T.
std::vector<Verdict> judge_batches(const Digest& digest, const Results& results) {
  const Batch& batch = digest.ensemble().dynamics.batch;
  if (batch.whole() || !digest.measurements.in_equilibrium()) return {};
  const Column* const own = results.column("batch_temperature");
  if (own == nullptr) return {not_tested("the noise of batches", "no step was measured after the burn-in")};
  Findings all;
  for (std::size_t t = 0; t < digest.temperatures(); ++t)
    if (const double ratio = own->values[t] / digest.temperature(t); std::isfinite(ratio)) all.add(t, ratio);
  if (all.empty()) return {not_tested("the noise of batches", "no step was measured after the burn-in")};
  const std::string where = named_temperature(digest, all.at_largest());
  if (all.largest() <= small)
    return {{Verdict::Kind::good, "batches",
             fmt::format("Batches of {} add {:.2g} of the temperature at most ({}): thermal noise rules.", batch.size,
                         all.largest(), where)}};
  const bool fails = all.largest() > large;
  return {
      {fails ? Verdict::Kind::failure : Verdict::Kind::note, "batches",
       fmt::format("The noise of batches of {} is not small beside the thermal one: it adds T_B = {:.2g} T at {}, and "
                   "d_mean, llc and curvature are too large by about that share. Use larger batches, smaller steps "
                   "(T_B grows as <step-size>) or <batch> full.",
                   batch.size, all.largest(), where)}};
}

}  // namespace replicas
