#pragma once

#include <string>
#include <vector>

#include "data/answers.h"
#include "data/data_array.h"
#include "model/network.h"

namespace replicas {

/// What a data set is made of.
struct Split {
  DataArray inputs;
  Answers answers;
};

/// Takes a table apart: row numbers are left out, the label column (find_label_column) or the last C columns for C
/// targets are the answers, the rest the inputs. Remarks say which. Error(bad_data, 65) when the number of columns does
/// not fit the network, when inputs are words, or when the last column was guessed to be the label and another is.
Split split_table(const DataArray& table, const std::string& source, const Network& network, const std::string& label,
                  std::vector<Remark>& remarks);

/// Removes the first column of a file of inputs when it holds row numbers, and refuses words.
void leave_out_row_numbers(DataArray& inputs, const std::string& source, std::vector<Remark>& remarks);

/// The same of a file of labels or targets; of several columns of a CSV file, --label chooses one.
void choose_answers(Answers& answers, const Network& network, const std::string& label, std::vector<Remark>& remarks);

}  // namespace replicas
