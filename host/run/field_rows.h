#pragma once

#include "run/fields.h"

namespace replicas {

/// The rows of the table of fields, in three parts that `fields` joins.
std::vector<Field> system_fields();    ///< ladder, network or potential, data
std::vector<Field> dynamics_fields();  ///< confinement, update, start, lengths, seeds
std::vector<Field> control_fields();   ///< engine, directory, limits

}  // namespace replicas
