#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "data/data_array.h"
#include "model/dataset.h"

namespace replicas {

/// What the network is to answer, as a file gave it.
struct Answers {
  DataArray array;          ///< [P], or [P][C]
  std::string source;       ///< the file, for messages
  std::size_t column = 0;   ///< of a table: for messages
  std::string advice = {};  ///< end of a message about labels that do not fit: where others may be
};

/// Labels or targets, by what the array holds and what the loss takes, into the data set:
///   words      classes, numbered in the order of the alphabet; of test data in that of the `training` data
///   one-hot    rows of one 1 and else 0 are labels unless the loss is squared: the column of the 1
///   integers   labels 0..C-1; with one output also -1 and +1, and for the squared loss other integers are targets
///   numbers    targets of the squared loss; in text, which does not tell them from labels, one column with several
///              outputs is a label
/// What was assumed is remarked. Error(bad_data, 65) names file, example and what to do.
void take_answers(Answers&& answers, const Network& network, const Dataset* training, Dataset& dataset);

/// Remarks a label column with one class, with more than 100, or with more than half as many as examples.
void judge_classes(Dataset& dataset, const std::string& source, const std::string& advice);

/// Every row has one 1 and else 0, in several columns.
bool is_one_hot(const DataArray& array);

/// Different values of the numbers, in order.
template <class Number>
std::vector<Number> different(std::vector<Number> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

}  // namespace replicas
