#include <spdlog/fmt/fmt.h>

#include <cmath>

#include "observe/verdicts/advice.h"
#include "observe/verdicts/judgement.h"

namespace replicas {

/// Five standard errors: they are Student's, widened, from at least eight replicas, so a false alarm is rare.
std::vector<Verdict> judge_exact_law(const Digest& digest, const Results& results) {
  constexpr double limit = 5;
  constexpr std::size_t fewest = 8;
  if (!digest.ensemble().system->capabilities().exact_law || !digest.measurements.in_equilibrium()) return {};
  std::vector<Verdict> found;
  std::string compared;
  double worst = 0;
  struct Compared {
    ColumnName measured, exact;
    const char* name;
  };
  for (const auto& [measured, predicted, name] :
       {Compared{"loss_mean", "exact_loss_mean", "mean loss"},
        Compared{"loss_variance", "exact_loss_variance", "loss variance"},
        Compared{"hessian_trace", "exact_hessian_trace", "trace of the Hessian"}}) {
    const Column* const column = results.column(measured);
    if (column == nullptr || column->error.empty() || digest.chains() < fewest) continue;
    Findings off;
    std::size_t count = 0;
    for (std::size_t t = 0; t < digest.temperatures(); ++t) {
      const double exact = number_at(results, predicted, t);
      const double difference = std::fabs(column->values[t] - exact);
      if (!std::isfinite(difference) || !std::isfinite(column->error[t])) continue;
      ++count;
      if (difference <= 1e-5 * std::fabs(exact)) continue;  // rounding of float weights
      const double z = difference / column->error[t];
      worst = std::fmax(worst, z);
      if (z > limit) off.add(t, z);
    }
    if (count == digest.temperatures()) compared += fmt::format("{}{}", compared.empty() ? "" : ", ", name);
    if (!off.empty())
      found.push_back({Verdict::Kind::failure, "exact_law",
                       fmt::format("The {} is not that of the potential at {}: {:.3g} standard errors away at {}; {}, "
                                   "or more <steps>.",
                                   name, named_temperatures(digest, off.temperatures), off.largest(),
                                   named_temperature(digest, off.at_largest()), smaller_steps(digest.measurements))});
  }
  if (found.empty() && compared.empty())
    return {not_tested("the potential's exact law",
                       fmt::format("it needs {} replicas and a number that is finite at every temperature", fewest))};
  if (found.empty())
    found.push_back({Verdict::Kind::good, "exact_law",
                     fmt::format("As the potential's exact law says, within {:.2g} standard errors at every "
                                 "temperature: {}.",
                                 worst, compared)});
  return found;
}

}  // namespace replicas
