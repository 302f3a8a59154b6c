#include "command/reproduce_studies.h"

#include <spdlog/fmt/fmt.h>

#include <sstream>

namespace replicas {

namespace {

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

void add(std::vector<Study>& studies, const std::string& name, const std::string& purpose, const std::string& options) {
  studies.push_back({name, purpose, words_of(options)});
}

}  // namespace

/// The protocol is ours: that of the paper is not known to us. Chosen once, before any of it was run, from the defaults
/// of the program, with as many steps as fit ten minutes; nothing here was tuned until it agreed.
std::vector<Study> jules2023_studies(bool full) {
  std::vector<Study> studies;
  const std::string size = full ? "--replicas 32 --steps 1000000" : "--replicas 16 --steps 100000";
  const std::string small = full ? "--replicas 32 --steps 500000" : "--replicas 16 --steps 30000";
  const std::string quick = full ? "--replicas 32 --steps 200000" : "--replicas 16 --steps 20000";
  add(studies, "network", "the over-parameterised classifier on random data, three decades of T",
      "--network 10-24-24-3 --examples 32 --prior 0.7 --temps 1e-5:1e-2 " + size);
  add(studies, "quadratic", "null: a quadratic loss of the same size and about the same dimension",
      "--network 296-3 --activation linear --no-bias --loss mse --examples 8 --prior 0.7 --temps 1e-5:1e-2 --step-size "
      "0.001 --sample-interval 10 " +
          quick);
  add(studies, "transition", "null: more data than the prior lets the network fit at the hot end (P T near 1)",
      "--network 10-24-24-3 --examples 100 --prior 0.5 --temps 3e-4:3e-2:5 " + small);
  add(studies, "wall-gas", "the simplified loss: independent exponential walls around a flat region",
      "--potential wall-gas:40x100 --temps 1e-5:1e-2 " + quick);
  for (const int examples : {8, 16, 64})
    add(studies, fmt::format("examples-{}", examples), "the same network with another number of examples",
        fmt::format("--network 10-24-24-3 --examples {} --prior 0.7 --temps 1e-5,1e-4,1e-3 {}", examples, small));
  if (!full) return studies;
  const std::string scan = "--temps 1e-5,1e-4,1e-3 --replicas 32 --steps 300000";
  for (const int width : {12, 48, 96})
    add(studies, fmt::format("width-{}", width), "another width, prior scaled by fan-in",
        fmt::format("--network 10-{0}-{0}-3 --examples 32 --prior 2/fan-in {1}", width, scan));
  for (const std::string network : {"10-24-3", "10-24-24-24-24-3"})
    add(studies, "depth-" + network, "another depth",
        fmt::format("--network {} --examples 32 --prior 0.7 {}", network, scan));
  for (const std::string activation : {"relu", "gelu"})
    add(studies, "activation-" + activation, "another activation",
        fmt::format("--network 10-24-24-3 --examples 32 --prior 0.7 --activation {} {}", activation, scan));
  for (const int classes : {2, 10})
    add(studies, fmt::format("classes-{}", classes), "another number of classes",
        fmt::format("--network 10-24-24-{} --examples 32 --prior 0.7 {}", classes, scan));
  for (const std::string update : {"em"})
    add(studies, "update-" + update, "the other update rule bounds the bias of the step size",
        fmt::format("--network 10-24-24-3 --examples 32 --prior 0.7 --update {} {}", update, scan));
  return studies;
}

}  // namespace replicas
