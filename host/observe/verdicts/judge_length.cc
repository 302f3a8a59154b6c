#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "observe/verdicts/advice.h"
#include "observe/verdicts/judgement.h"

namespace replicas {

namespace {
constexpr double fewest_draws = 400, fewest_times = 50;
}

std::vector<Verdict> judge_length(const Digest& digest, const Results& results) {
  const Measurements& m = digest.measurements;
  if (!m.in_equilibrium()) return {};
  const auto steps = static_cast<double>(m.steps - m.burn_in);
  Findings few, shortened, draws, times;
  std::vector<std::size_t> absent;
  bool slow = false, all_warm = true;  // does the fitting transition explain every slow temperature?
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    const double ess = number_at(results, "ess", t), length = steps / number_at(results, "tau", t);
    if (std::isnan(ess) || std::isnan(length)) {
      absent.push_back(t);
      continue;
    }
    draws.add(t, ess);
    times.add(t, length);
    if (ess < fewest_draws) few.add(t, ess);
    if (length < fewest_times) shortened.add(t, length);
    if (ess >= fewest_draws && length >= fewest_times) continue;
    slow = true;
    all_warm &= number_at(results, "training_error", t) > 0 && number_at(results, "p_t", t) > 0.1;
  }
  const std::string why =
      slow && all_warm
          ? " Where P T comes near 1 and labels begin to be wrong, relaxation slows down: the fitting transition."
          : "";
  std::vector<Verdict> found;
  if (!few.empty())
    found.push_back({Verdict::Kind::failure, "effective_sample_size",
                     fmt::format("Too few independent samples: ESS of the loss is below {} at {} ({:.0f} at {}); {} "
                                 "(about {} give {}), or use more <replicas>.{}",
                                 fewest_draws, named_temperatures(digest, few.temperatures), few.smallest(),
                                 named_temperature(digest, few.at_smallest()), more_steps(m),
                                 steps_for(m, fewest_draws / few.smallest()), fewest_draws, why)});
  if (!shortened.empty())
    found.push_back({Verdict::Kind::failure, "length",
                     fmt::format("Too short: after burn-in the run lasts fewer than {} autocorrelation times of the "
                                 "loss at {} ({:.1f} at {}); {} (about {} are {} times).{}",
                                 fewest_times, named_temperatures(digest, shortened.temperatures), shortened.smallest(),
                                 named_temperature(digest, shortened.at_smallest()), more_steps(m),
                                 steps_for(m, fewest_times / shortened.smallest()), fewest_times, why)});
  if (!absent.empty())
    found.push_back({Verdict::Kind::failure, "effective_sample_size",
                     fmt::format("ESS is not available at {}: it needs 6 samples per replica that are finite and not "
                                 "all equal; {}.",
                                 named_temperatures(digest, absent), more_steps(m))});
  if (found.empty())
    found.push_back({Verdict::Kind::good, "length",
                     fmt::format("Long enough: at least {:.0f} autocorrelation times after burn-in ({}), and an "
                                 "effective sample size of {:.0f} ({}); <steps> {} would halve the errors.",
                                 times.smallest(), named_temperature(digest, times.at_smallest()), draws.smallest(),
                                 named_temperature(digest, draws.at_smallest()), steps_for(m, 4))});
  return found;
}

}  // namespace replicas
