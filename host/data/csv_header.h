#pragma once

#include <vector>

#include "data/csv_line.h"
#include "model/reading.h"

namespace replicas {

/// What the first row of a CSV file is: an example, the names of the columns, the numbers 0, 1, 2, ... of the columns
/// (as pandas writes them), or one or the other, which only the number of rows in another file can decide.
enum class FirstRow { example, names, counts, open };

/// `second`: the row below, without fields when there is none. A word above numbers is a name; a row that counts 0, 1,
/// 2, ... or 1, 2, ... (words left out) is a header over four columns or more, or above words, and open over fewer.
FirstRow what_is(const std::vector<CsvField>& first, const std::vector<CsvField>& second, Reading::Header asked);

/// A name that says which column holds the labels: label, class, target, y, species, in any case; the larger the
/// surer, 0 for any other name.
int label_rank(const std::string& name);

/// A name that says that a column holds row numbers: that of pandas' index, "" or "Unnamed: 0".
bool is_index_name(const std::string& name);

}  // namespace replicas
