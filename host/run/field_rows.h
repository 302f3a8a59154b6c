#pragma once

#include "run/fields.h"

namespace replicas {

/// The same fields, under a heading.
std::vector<Field> under(const std::string& topic, std::vector<Field> fields);

/// The rows of the table of fields, in three parts that `fields` joins.
std::vector<Field> system_fields();    ///< ladder, network or potential, data
std::vector<Field> dynamics_fields();  ///< confinement, update, start, lengths, seeds
std::vector<Field> control_fields();   ///< engine, directory, limits

}  // namespace replicas
