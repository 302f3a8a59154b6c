#include "observe/results.h"

#include <algorithm>

namespace replicas {

namespace {

template <class Named>
const Named* find(const std::vector<Named>& list, std::string_view name) {
  const auto found = std::ranges::find(list, name, &Named::name);
  return found == list.end() ? nullptr : &*found;
}

}  // namespace

Curve error_of(const Curve& curve) {
  Curve error = curve;
  error.name += "_error";
  error.long_name = "standard error of " + curve.long_name;
  return error;
}

const Column* Results::find_column(std::string_view name) const { return find(columns, name); }

const Curve* Results::curve(const std::string& name) const { return find(curves, name); }

}  // namespace replicas
