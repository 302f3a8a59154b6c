#include "command/solve_model.h"

#include <optional>
#include <utility>

#include "model/error.h"
#include "model/number_in.h"

namespace replicas {

namespace {

constexpr int most_inputs = 1000001, most_units = 999;
constexpr const char* forms =
    "perceptron:N, committee:NxK, tree:NxK or parity:NxK, such as perceptron:1001 or committee:321x5";

/// The odd multiple of `units` that is next to `inputs`, from below or above.
int next_size(int inputs, int units) {
  const int per_unit = inputs / units;
  return units * (per_unit % 2 == 1 ? per_unit : per_unit + 1);
}

}  // namespace

int parse_whole(const std::string& option, const std::string& text, int least, int most) {
  const std::optional<std::uint64_t> value = whole_number(text);
  require(value && std::cmp_greater_equal(*value, least) && std::cmp_less_equal(*value, most), ErrorKind::bad_value,
          "{} {} is not a whole number from {} to {}", option, text, least, most);
  return static_cast<int>(*value);
}

solve::Machine parse_machine(const std::string& text) {
  const std::size_t colon = text.find(':'), cross = text.find('x', colon == std::string::npos ? 0 : colon);
  const std::string kind = text.substr(0, colon);
  const bool known = kind == "perceptron" || kind == "committee" || kind == "tree" || kind == "parity";
  require(known && colon != std::string::npos && (cross == std::string::npos) == (kind == "perceptron"),
          ErrorKind::bad_value, "--model {}: write {}", text, forms);
  const std::string option = "--model " + kind + ":";
  const int inputs = parse_whole(option, text.substr(colon + 1, cross - colon - 1), 3, most_inputs);
  solve::Machine machine{.inputs = inputs, .tree = kind == "tree" || kind == "parity", .parity = kind == "parity"};
  if (kind != "perceptron")
    machine.units = parse_whole(option + std::to_string(inputs) + "x", text.substr(cross + 1), 1, most_units);
  require(machine.parity || machine.units % 2 == 1, ErrorKind::bad_value,
          "--model {}: K must be odd, since the signs of an even number of units may sum to 0, which has no sign; take "
          "{}",
          text, machine.units + 1);
  if (machine.tree) {
    require(inputs % machine.units == 0 && inputs / machine.units % 2 == 1, ErrorKind::bad_value,
            "--model {}: N must be K times an odd number, so that each unit has an odd number of inputs of its own and "
            "no field is 0; take {}",
            text, next_size(inputs, machine.units));
    machine.inputs = inputs / machine.units;
    if (machine.units == 1) machine.tree = machine.parity = false;
  }
  require(machine.inputs % 2 == 1, ErrorKind::bad_value,
          "--model {}: N must be odd, since w.xi of an even number of +-1 may be 0, which has no sign; take {}", text,
          inputs + 1);
  return machine;
}

}  // namespace replicas
