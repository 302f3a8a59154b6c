#include <spdlog/fmt/fmt.h>

#include "observe/judgement.h"

namespace replicas {

std::vector<Verdict> judge_errors(const Digest& digest, const Results&) {
  constexpr std::size_t enough = 16;
  const std::size_t chains = digest.chains(), sets = digest.ensemble().dataset_count();
  std::vector<Verdict> found;
  if (chains < 2 * sets || (sets == 1 && chains == 2))
    found.push_back(
        {Verdict::Kind::note, "standard_errors",
         fmt::format(
             "No standard errors: they need two replicas of every data set at each temperature, three of a single one, "
             "and there are {} replicas for {} data set{}. Use more <replicas>.",
             chains, sets, sets == 1 ? "" : "s")});
  else if (chains < enough)
    found.push_back(
        {Verdict::Kind::note, "standard_errors",
         fmt::format("{} replicas per temperature give rough standard errors; use {} or more.", chains, enough)});
  return found;
}

}  // namespace replicas
