#pragma once

#include <string>

#include "solve/real_data.h"

namespace replicas {

/// Examples of two classes from "INPUTS,LABELS" (NPY, IDX, CSV; dimensions of an example flattened) or "TABLE.csv" (the
/// label last). `classes` is "A,B": A is +1, B is -1; empty where the file holds two labels alone, the later one in
/// order being +1. Errors: (66) no such file, (65) not such data, (64) classes that it does not hold.
solve::RealData read_two_classes(const std::string& files, const std::string& classes);

}  // namespace replicas
