#include "store/draws_group.h"

#include <numeric>

#include "store/root_group.h"
#include "store/run_layout.h"

namespace replicas {

namespace {

std::vector<std::int64_t> counted(std::size_t length) {
  std::vector<std::int64_t> values(length);
  std::iota(values.begin(), values.end(), 0);
  return values;
}

}  // namespace

DrawsGroup::DrawsGroup(const NetcdfWriter& root, const std::string& name, const Results& results,
                       const std::vector<std::int64_t>& draw_steps, const std::string& created_at)
    : group_(root.group(name)),
      shape_{static_cast<std::size_t>(results.chains), draw_steps.size(), results.temperature.size()} {
  write_origin(group_, created_at);
  dimensions_ = {group_.dimension("chain", shape_[0]), group_.dimension("draw", NC_UNLIMITED),
                 write_temperature(group_, results.temperature)};
  write_along_chain("chain", counted(shape_[0]), "number of the replica at its temperature");
  write_along_draw("draw", counted(shape_[1]), "number of the sample");
  write_along_chain("dataset", results.dataset_of_chain, "data set of the replica");
  write_along_draw("draw_step", draw_steps, "steps done when the sample was taken");
}

void DrawsGroup::write_along_chain(const std::string& name, const std::vector<std::int64_t>& values,
                                   const char* long_name) const {
  group_.put(group_.variable(name, NC_INT64, {{dimensions_[0]}}, "1", long_name), {{shape_[0]}}, values);
}

void DrawsGroup::write_along_draw(const std::string& name, const std::vector<std::int64_t>& values,
                                  const char* long_name) const {
  const int variable = group_.variable(name, NC_INT64, {{dimensions_[1]}}, "1", long_name);
  group_.chunk(variable, {{draws_per_chunk(1, shape_[1], 1, sizeof(std::int64_t))}}, false);
  group_.put(variable, {{shape_[1]}}, values);
}

int DrawsGroup::variable(const std::string& name, nc_type type, const std::string& unit, const std::string& long_name,
                         std::size_t bytes_each) const {
  const int variable = group_.variable(name, type, dimensions_, unit, long_name);
  // They say something about chains and draws and have no posterior: xarray then takes them as coordinates.
  group_.attribute("coordinates", "dataset draw_step", variable);
  group_.chunk(variable, {{shape_[0], draws_per_chunk(shape_[0], shape_[1], shape_[2], bytes_each), shape_[2]}}, true);
  return variable;
}

void DrawsGroup::write(const std::string& name, const std::string& unit, const std::string& long_name,
                       const std::vector<float>& values) const {
  group_.put(variable(name, NC_FLOAT, unit, long_name, sizeof(float)), shape_, values);
}

void DrawsGroup::write_vectors(const std::string& name, const std::string& last, const std::string& long_name,
                               const std::vector<float>& values) const {
  const std::size_t length = values.size() / (shape_[0] * shape_[1] * shape_[2]);
  std::vector<int> dimensions(dimensions_.begin(), dimensions_.end());
  dimensions.push_back(group_.dimension(last, length));
  const int variable = group_.variable(name, NC_FLOAT, dimensions, "1", long_name);
  group_.attribute("coordinates", "dataset draw_step", variable);
  group_.chunk(variable, {{1, 1, shape_[2], length}}, false);
  group_.put(variable, {{shape_[0], shape_[1], shape_[2], length}}, values);
}

void DrawsGroup::write_flags(const std::string& name, const std::string& long_name,
                             const std::vector<std::int8_t>& values) const {
  const int flags = variable(name, NC_BYTE, "1", long_name, 1);
  group_.attribute("dtype", "bool", flags);
  group_.put(flags, shape_, values);
}

}  // namespace replicas
