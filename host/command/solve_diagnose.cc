#include "command/solve_diagnose.h"

#include <spdlog/fmt/fmt.h>

#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "command/exit_status.h"
#include "model/error.h"
#include "store/netcdf_reader.h"

namespace replicas {

namespace {

/// Above this share of weights per iteration, messages that have not solved an instance oscillate.
constexpr double still_turning = 0.01;
constexpr double wanted_error = 0.1;

struct Verdict {
  std::string name, verdict, sentence;
};

/// Arrays per attempt, load after load.
struct Study {
  explicit Study(const std::filesystem::path& path) : file(path) {
    loads = file.doubles("load", {"load"});
    attempts = file.dimensions("instance_solved");
    solved = file.doubles("instance_solved", attempts);
    each = solved.size() / loads.size();
    solver = std::get<std::string>(file.attribute("solver"));
  }
  std::vector<double> per_attempt(const char* name) const { return file.doubles(name, attempts); }

  NetcdfReader file;
  std::string solver;
  std::vector<double> loads, solved;
  std::vector<std::string> attempts;
  std::size_t each = 0;  ///< attempts per load
};

Verdict judge_fixed_points(const Study& study) {
  std::size_t missed = 0;
  for (const double reached : study.per_attempt("instance_converged")) missed += reached == 0 ? 1 : 0;
  if (missed == 0) return {"fixed points", "pass", "messages that had to reach a fixed point reached it"};
  return {
      "fixed points", "fail",
      fmt::format("messages of {} of {} attempts did not converge: their entropy is unknown; raise --max-iterations "
                  "or --damping",
                  missed, study.solved.size())};
}

Verdict judge_oscillation(const Study& study) {
  const std::vector<double> turning = study.per_attempt("instance_turning");
  std::size_t count = 0;
  double most = 0;
  for (std::size_t i = 0; i < turning.size(); ++i)
    if (study.solved[i] == 0 && turning[i] > still_turning) {
      ++count;
      most = std::max(most, turning[i]);
    }
  if (count == 0) return {"oscillation", "pass", "no messages were left oscillating"};
  return {"oscillation", "fail",
          fmt::format("messages of {} unsolved attempts oscillate: up to {:.0f} % of the weights changed sign in the "
                      "last iteration; raise --damping or lower --rate",
                      count, 100 * most)};
}

/// Reinforced messages that stand still at weights that leave errors stay there. Those of bp alone are not reinforced.
Verdict judge_frozen(const Study& study) {
  const std::string& solver = study.solver;
  if (solver != "fbp" && solver != "rbp") return {"frozen", "pass", "no reinforced messages, which could freeze"};
  const std::vector<double> turning = study.per_attempt("instance_turning");
  std::size_t count = 0;
  for (std::size_t i = 0; i < turning.size(); ++i) count += study.solved[i] == 0 && turning[i] == 0 ? 1 : 0;
  if (count == 0) return {"frozen", "pass", "no messages stood still at weights that leave errors"};
  return {"frozen", "warn",
          fmt::format("messages of {} of {} attempts stood still at weights that leave errors: more iterations would "
                      "change nothing; lower --rate or take more --attempts",
                      count, study.solved.size())};
}

Verdict judge_local_entropies(const Study& study) {
  if (!study.file.has_variable("local_entropy_converged")) return {"local entropy", "pass", "none was asked for"};
  double least = 1;
  for (const double share : study.file.doubles("local_entropy_converged", {"load", "field"}))
    if (std::isfinite(share)) least = std::min(least, share);
  if (least == 1) return {"local entropy", "pass", "every local entropy converged"};
  return {"local entropy", "warn",
          fmt::format("at some load and field {:.0f} % of the local entropies did not converge and are left out: the "
                      "means are of the others",
                      100 * (1 - least))};
}

/// Loads where the share solved is not known well, or where nothing was solved.
std::vector<Verdict> judge_counts(const Study& study) {
  std::vector<Verdict> verdicts;
  const std::vector<double> shares = study.file.doubles("solved", {"load"}),
                            errors = study.file.doubles("solved_error", {"load"});
  for (std::size_t l = 0; l < shares.size(); ++l) {
    if (!(errors[l] <= wanted_error))
      verdicts.push_back({"instances", "warn",
                          fmt::format("load {:g}: {} attempts give the share solved to +-{:.2f}; take more --instances",
                                      study.loads[l], study.each, errors[l])});
    if (shares[l] == 0)
      verdicts.push_back(
          {"solved", "warn",
           fmt::format("load {:g}: nothing was solved, so nothing is known of solutions; lower the load, "
                       "raise --max-iterations or take another --solver",
                       study.loads[l])});
  }
  if (verdicts.empty()) verdicts.push_back({"instances", "pass", "enough instances at every load, some solved"});
  return verdicts;
}

}  // namespace

bool is_study(const std::filesystem::path& file) {
  if (file.extension() != ".nc" || !std::filesystem::is_regular_file(file)) return false;
  try {
    return NetcdfReader(file).has_variable("instance_solved");
  } catch (const Error&) {
    return false;  // diagnose says what is wrong with it
  }
}

int diagnose_study(const std::filesystem::path& file, bool as_json) {
  const Study study(file);
  std::vector<Verdict> verdicts = {judge_fixed_points(study), judge_oscillation(study), judge_frozen(study),
                                   judge_local_entropies(study)};
  for (Verdict& verdict : judge_counts(study)) verdicts.push_back(std::move(verdict));
  bool failed = false;
  nlohmann::json all = nlohmann::json::array();
  for (const auto& [name, verdict, sentence] : verdicts) {
    failed = failed || verdict == "fail";
    all.push_back({{"name", name}, {"verdict", verdict}, {"sentence", sentence}});
    if (!as_json) std::cout << fmt::format("{}  {}: {}\n", verdict, name, sentence);
  }
  if (as_json) std::cout << nlohmann::json{{"verdicts", all}}.dump(2) << "\n";
  return failed ? static_cast<int>(Exit::check_failed) : 0;
}

}  // namespace replicas
