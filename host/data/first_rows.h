#pragma once

#include <string>
#include <vector>

#include "data/data_array.h"
#include "model/dataset.h"

namespace replicas {

/// Says what the first rows of CSV files are taken as where they might be header or example. The number of rows of the
/// other file of a pair decides; Error(bad_data, 65) with the advice --header yes|no where nothing does.
void settle_first_row(DataArray& table, const std::string& source, std::vector<Remark>& remarks);
void settle_first_rows(DataArray& inputs, const std::string& inputs_shown, DataArray& answers,
                       const std::string& answers_shown, std::vector<Remark>& remarks);

}  // namespace replicas
