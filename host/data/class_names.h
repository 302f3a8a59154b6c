#pragma once

#include "data/answers.h"

namespace replicas {

/// Labels that are words: classes are numbered in the order of the alphabet, or as the `training` data are. An unknown
/// class, or more classes than the network has, is refused by name.
void take_class_names(const DataArray& array, const CsvWords& words, const Answers& answers, const Network& network,
                      const Dataset* training, Dataset& dataset);

/// "setosa, versicolor, virginica", cut short when there are many.
std::string class_list(const std::vector<std::string>& names);

}  // namespace replicas
