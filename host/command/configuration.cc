#include "command/configuration.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "command/toml_string.h"

namespace replicas {

std::string configuration(const RunOptions& options) {
  std::string text;
  const auto add = [&text](const char* key, const std::string& value) { text += fmt::format("{} = {}\n", key, value); };
  const auto quoted = [&add](const char* key, const std::string& value) { add(key, toml_string(value)); };
  if (options.gradient_descent)
    add("gradient-descent", "true");
  else
    quoted("temps", fmt::format("{}", fmt::join(options.temperatures, ",")));
  add("replicas", std::to_string(options.replicas));
  if (options.potential) {
    quoted("potential", options.potential->text);
  } else {
    quoted("network", to_string(options.widths));
    quoted("activation", std::string(name(options.activation)));
    if (!options.bias) add("no-bias", "true");
    quoted("loss", std::string(name(options.loss)));
  }
  if (options.potential) {
    // Its terms are its data.
  } else if (options.data.empty()) {
    add("examples", std::to_string(options.examples));
    add("datasets", std::to_string(options.datasets));
  } else {
    quoted("data", options.data);
    if (options.first_examples) add("examples", std::to_string(options.examples));
  }
  if (!options.test_data.empty()) quoted("test-data", options.test_data);
  const double strength = options.confinement.strength;
  switch (options.confinement.kind) {
    case Confinement::Kind::none: add("no-confinement", "true"); break;
    case Confinement::Kind::decay: quoted("weight-decay", fmt::format("{}", strength)); break;
    case Confinement::Kind::anchor: quoted("anchor", fmt::format("{}", strength)); break;
    case Confinement::Kind::prior:
      quoted("prior", fmt::format("{}{}", strength, options.confinement.per_fan_in ? "/fan-in" : ""));
      break;
  }
  quoted("update", std::string(name(options.update)));
  switch (options.step_size.kind) {
    case StepSizeOption::Kind::automatic: quoted("step-size", "auto"); break;
    case StepSizeOption::Kind::over_temperature:
      quoted("step-size", fmt::format("{}/T", options.step_size.values[0]));
      break;
    default: quoted("step-size", fmt::format("{}", fmt::join(options.step_size.values, ","))); break;
  }
  if (!options.start.run.empty()) {
    quoted("start", fmt::format("run:{}@{}", options.start.run, options.start.step));
  } else {
    const std::string start = options.start.equilibrium ? "equilibrium"
                              : options.start.common    ? "common"
                              : options.start.both      ? "both"
                              : options.start.descent   ? "descent"
                                                        : "random";
    quoted("start", options.start.target_loss > 0 ? fmt::format("{}:{}", start, options.start.target_loss) : start);
  }
  switch (options.start.scale) {
    case StartOption::Scale::fan_in: quoted("initial-scale", "1/fan-in"); break;
    case StartOption::Scale::prior: quoted("initial-scale", "prior"); break;
    case StartOption::Scale::number: quoted("initial-scale", fmt::format("{}", options.start.deviation)); break;
  }
  add("steps", std::to_string(options.steps));
  quoted("burn-in", std::to_string(options.burn_in));
  add("sample-interval", std::to_string(options.sample_interval));
  add("measure-interval", std::to_string(options.measure_interval));
  add("map-share", fmt::format("{}", options.map_share));
  quoted("seed", std::to_string(options.seed));
  if (options.data_seed != options.seed) quoted("data-seed", std::to_string(options.data_seed));
  if (!options.stop_on_divergence) quoted("on-divergence", "mark");
  if (options.save_weights) add("save-weights", "true");
  return text;
}

}  // namespace replicas
