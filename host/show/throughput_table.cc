#include "show/throughput_table.h"

#include <spdlog/fmt/fmt.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "show/number.h"

namespace replicas {

namespace {

std::string rate(double value) { return number(value, 4, Notation::fixed); }

std::string percent(double share) { return std::isfinite(share) ? fmt::format("{:.1f} %", 100 * share) : "-"; }

}  // namespace

std::string throughput_table(const std::vector<Throughput>& all) {
  constexpr auto row = "{:<8} {:<24} {:<6} {:>7} {:>7} {:>15} {:>19} {:>10} {:>8} {:>7}\n";
  std::string text;
  if (!all.empty()) text += all.front().engine + "\n\n";
  text += fmt::format(row, "workload", "network", "update", "P", "at once", "replica-steps/s", "slowest..fastest",
                      "replicas/s", "GFLOP/s", "of peak");
  for (const Throughput& one : all) {
    const ThroughputSummary s = summary(one);
    text += fmt::format(row, one.workload, one.network, one.update, one.examples, one.replicas, rate(s.rate),
                        rate(s.slowest) + ".." + rate(s.fastest), rate(s.rate / steps_per_replica),
                        number(s.flops / 1e9, 4, Notation::fixed), percent(s.share));
  }
  text +=
      "\nat once: replicas advanced together; replica-steps/s: median of the repetitions; replicas/s: replicas of "
      "that workload\nadvanced by 1000 steps, per second; GFLOP/s: the matrix products, 2 P (3 W - D H1) per step; "
      "of peak: of the fused\nmultiply-adds per second that the same threads reached between the repetitions.\n";
  return text;
}

std::string throughput_json(const std::vector<Throughput>& all) {
  nlohmann::ordered_json document;
  for (const Throughput& one : all) {
    const ThroughputSummary s = summary(one);
    nlohmann::ordered_json entry = {
        {"workload", one.workload},
        {"network", one.network},
        {"update", one.update},
        {"examples", one.examples},
        {"weights", one.weights},
        {"replicas", one.replicas},
        {"engine", one.engine},
        {"flops_per_step", one.flops_per_step},
        {"replica_steps_per_second", s.rate},
        {"replicas_per_second", s.rate / steps_per_replica},
        {"share_of_peak", s.share},  // null where it is not a number
        {"repetitions", {{"replica_steps_per_second", one.rate}, {"peak_flops", one.peak}}}};
    document["workloads"].push_back(std::move(entry));
  }
  return document.dump(2) + "\n";
}

}  // namespace replicas
