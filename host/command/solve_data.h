#pragma once

#include <string>
#include <vector>

#include "model/dataset.h"
#include "model/reading.h"
#include "solve/real_data.h"

namespace replicas {

/// Examples of two classes from "INPUTS,LABELS" (NPY, IDX, CSV; dimensions of an example flattened) or "TABLE.csv",
/// whose label column and row numbers are found as a run finds them (data/label_column.h). What was assumed is added to
/// `remarks`, a sentence each. `classes` is "A,B": A is +1, B is -1; empty where the file holds two labels alone, the
/// later one in order being +1. Errors: (66) no such file, (65) not such data, (64) classes that it does not hold.
solve::RealData read_two_classes(const std::string& files, const std::string& classes, const Reading& reading,
                                 std::vector<Remark>& remarks);

}  // namespace replicas
