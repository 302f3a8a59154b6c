#include <spdlog/fmt/fmt.h>

#include "observe/verdicts/advice.h"
#include "observe/verdicts/judgement.h"

namespace replicas {

namespace {
constexpr double warm = 0.1;   // P T from which thermal noise alone may turn labels
constexpr double unfit = 0.1;  // share of wrong labels: no longer the low-loss region
constexpr double noticeable = 0.01;
}  // namespace

/// An example feels the temperature P T. The picture of walls needs P T << 1; near P T = 1 the network stops fitting.
std::vector<Verdict> judge_fitting(const Digest& digest, const Results& results) {
  const Column* error = results.column("training_error");
  if (error == nullptr || !digest.measurements.in_equilibrium()) return {};
  Findings lost, losing, cold;
  for (std::size_t t = 0; t < digest.temperatures(); ++t) {
    const double share = error->values[t], p_t = number_at(results, "p_t", t);
    if (p_t >= warm && share > unfit)
      lost.add(t, share);
    else if (p_t >= warm && share > noticeable)
      losing.add(t, share);
    else if (share > unfit)
      cold.add(t, share);
  }
  std::vector<Verdict> found;
  const std::string weaker = weaker_confinement(digest.ensemble());
  const auto describe = [&](const Findings& findings) {
    const std::size_t t = findings.at_largest();
    return fmt::format("{} ({:.2g} % wrong at {}, where P T = {:.2g})",
                       named_temperatures(digest, findings.temperatures), 100 * findings.largest(),
                       named_temperature(digest, t), number_at(results, "p_t", t));
  };
  if (!cold.empty())
    found.push_back({Verdict::Kind::note, "fitting",
                     fmt::format("The network does not fit these data at {}, although P T is small: L0 is not 0, and "
                                 "the picture of walls does not apply.",
                                 describe(cold))});
  if (!lost.empty() && cold.empty())
    found.push_back({Verdict::Kind::failure, "fitting",
                     fmt::format("Beyond the fitting transition: the network no longer fits the data at {}. Numbers "
                                 "there describe a network that does not fit, not the low-loss region; near the "
                                 "transition relaxation is slow as well. Use lower <temps>{}.",
                                 describe(lost), weaker.empty() ? "" : " or " + weaker)});
  if (!losing.empty())
    found.push_back({Verdict::Kind::note, "fitting",
                     fmt::format("Near the fitting transition: labels begin to be wrong at {}. The picture of walls "
                                 "needs P T much below 1.",
                                 describe(losing))});
  if (found.empty())
    found.push_back(
        {Verdict::Kind::good, "fitting", "The data are fitted at every temperature (wrong labels below 1 %)."});
  return found;
}

}  // namespace replicas
