#pragma once

#include <string>

#include "observe/results.h"
#include "store/netcdf_writer.h"

namespace replicas {

/// Which libraries made the file, and when: on the root and on every group, as ArviZ expects.
void write_origin(const NetcdfWriter& group, const std::string& created_at);

/// The dimension and coordinate `temperature`, of the root and of every group; returns the dimension.
int write_temperature(const NetcdfWriter& group, const std::vector<double>& temperature);

/// One row per temperature: attributes, verdicts, columns with their errors, curves with their axes.
void write_root_group(const NetcdfWriter& root, const Results& results, const std::string& created_at);

}  // namespace replicas
