#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "command/number_list.h"
#include "model/named_arrays.h"
#include "theory/machine.h"

namespace replicas {

/// An option of a quantity; all are texts until the quantity reads them.
struct TheoryOption {
  const char* name;
  const char* value;  ///< by default
  const char* help;
};

/// What was typed, or the defaults.
class TheoryOptions {
 public:
  explicit TheoryOptions(std::map<std::string, std::string> texts) : texts_(std::move(texts)) {}
  const std::string& text(const std::string& name) const { return texts_.at(name); }
  double number(const std::string& name, Bounds bounds) const { return parse_number(name, text(name), bounds); }
  std::vector<double> numbers(const std::string& name, Bounds bounds) const {
    return parse_numbers(name, text(name), bounds);
  }
  theory::Machine machine() const;  ///< of --units, --weights and --margin, where the quantity has them

 private:
  std::map<std::string, std::string> texts_;
};

struct TheoryQuantity {
  const char* name;
  const char* about;
  std::vector<TheoryOption> options;
  NamedArrays (*compute)(const TheoryOptions& options);
};

const std::vector<TheoryQuantity>& theory_quantities();

}  // namespace replicas
