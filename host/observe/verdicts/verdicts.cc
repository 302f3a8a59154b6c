#include "observe/verdicts/verdicts.h"

#include <algorithm>

#include "observe/verdicts/judgement.h"

namespace replicas {

std::vector<Verdict> verdicts(const Digest& digest, const Results& results) {
  std::vector<Verdict> all;
  for (const auto judge : {judge_divergence, judge_confinement,  judge_start,      judge_drift,       judge_agreement,
                           judge_two_starts, judge_length,       judge_relaxation, judge_thermometer, judge_step_size,
                           judge_batches,    judge_fluctuations, judge_fitting,    judge_ground_loss, judge_map,
                           judge_rungs,      judge_clock,        judge_exact_law,  judge_training,    judge_errors})
    for (Verdict& verdict : judge(digest, results)) all.push_back(std::move(verdict));
  std::string untested;
  for (const Verdict& verdict : all)
    if (verdict.check == "not_tested") untested += (untested.empty() ? "" : "; ") + verdict.sentence;
  std::erase_if(all, [](const Verdict& verdict) { return verdict.check == "not_tested"; });
  if (!untested.empty()) all.push_back({Verdict::Kind::note, "not_tested", "Not tested: " + untested + "."});
  return all;
}

Verdict::Kind overall(const Results& results) {
  Verdict::Kind worst = Verdict::Kind::good;
  for (const Verdict& verdict : results.verdicts) worst = std::max(worst, verdict.kind);
  return worst;
}

}  // namespace replicas
