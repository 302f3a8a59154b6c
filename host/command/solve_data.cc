#include "command/solve_data.h"

#include <spdlog/fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "data/data_array.h"
#include "data/first_rows.h"
#include "data/label_column.h"
#include "data/table.h"
#include "model/dataset.h"
#include "model/error.h"
#include "model/printable.h"

namespace replicas {

namespace {

using Kind = DataArray::Kind;

double value_at(const DataArray& array, std::size_t at) {
  switch (array.kind) {
    case Kind::floats: return array.floats[at];
    case Kind::integers: return static_cast<double>(array.integers[at]);
    case Kind::bytes: break;
  }
  return array.bytes[at];
}

/// A label as it would be written: the word, or the whole number.
std::string label_at(const DataArray& array, std::size_t at, std::size_t column, const std::string& shown) {
  const double value = value_at(array, at);
  const auto words = array.csv.words.find(column);
  if (words != array.csv.words.end()) return words->second.names[static_cast<std::size_t>(value)];
  require(value == std::floor(value) && std::fabs(value) < 1e15, ErrorKind::bad_data,
          "{}: a label is {:g}, labels are whole numbers or words", shown, value);
  return fmt::format("{}", static_cast<std::int64_t>(value));
}

/// Numbers in their order, then words in theirs.
bool comes_before(const std::string& one, const std::string& other) {
  std::int64_t a = 0, b = 0;
  const bool first = std::from_chars(one.data(), one.data() + one.size(), a).ec == std::errc{};
  const bool second = std::from_chars(other.data(), other.data() + other.size(), b).ec == std::errc{};
  return first && second ? a < b : first != second ? first : one < other;
}

/// The labels that mean +1 and -1.
std::pair<std::string, std::string> two_of(const std::vector<std::string>& labels, const std::string& classes,
                                           const std::string& shown) {
  const std::set<std::string, decltype(&comes_before)> held(labels.begin(), labels.end(), comes_before);
  const auto listed = [&] {
    std::vector<std::string> some(held.begin(),
                                  std::next(held.begin(), std::min<std::ptrdiff_t>(12, std::ssize(held))));
    return fmt::format("{}{}", fmt::join(some, ", "), held.size() > some.size() ? ", ..." : "");
  };
  if (classes.empty()) {
    require(held.size() == 2, ErrorKind::bad_data,
            "{}: holds {} classes ({}); one output tells two apart: choose them with --classes A,B", shown, held.size(),
            listed());
    return {*std::next(held.begin()), *held.begin()};
  }
  const std::size_t comma = classes.find(',');
  const std::string plus = classes.substr(0, comma),
                    minus = comma == std::string::npos ? "" : classes.substr(comma + 1);
  require(comma != std::string::npos && plus != minus && minus.find(',') == std::string::npos, ErrorKind::bad_value,
          "--classes {}: write two labels, A,B", printable(classes));
  for (const std::string& label : {plus, minus})
    require(held.contains(label), ErrorKind::bad_value, "--classes {}: {} holds no label {}, but {}",
            printable(classes), shown, printable(label), listed());
  return {plus, minus};
}

}  // namespace

solve::RealData read_two_classes(const std::string& files, const std::string& classes, const Reading& reading,
                                 std::vector<Remark>& remarks) {
  const std::size_t comma = files.find(',');
  const bool pair = comma != std::string::npos;
  const std::string shown = printable(files);
  require(!files.empty() && (!pair || (comma > 0 && comma + 1 < files.size())), ErrorKind::bad_value,
          "--data {}: write INPUTS,LABELS or TABLE.csv", shown);
  Split split;
  DataArray first = read_data_array(files.substr(0, comma), reading);
  require(first.shape.size() >= 2 && first.shape[0] >= 1, ErrorKind::bad_data,
          "{}: inputs have the shape {}, it must be (examples, inputs)", shown, shape_text(first.shape));
  // Of a network these pieces ask how many inputs it has, which are those that there are, and that its answers are
  // labels.
  const auto told_apart = [](std::size_t inputs) {
    return Network({static_cast<int>(inputs), 1}, Activation::linear, Loss::logistic, false);
  };
  if (pair) {
    split.inputs = std::move(first);
    split.answers = {.array = read_data_array(files.substr(comma + 1), reading), .source = shown};
    settle_first_rows(split.inputs, shown, split.answers.array, shown, remarks);
    leave_out_row_numbers(split.inputs, shown, remarks);
    choose_answers(split.answers, told_apart(1), reading.label, remarks);
  } else {
    require(first.text && first.shape[1] >= 2, ErrorKind::bad_data,
            "{}: holds no label for each of its {} examples; write INPUTS,LABELS or TABLE.csv", shown, first.shape[0]);
    settle_first_row(first, shown, remarks);
    const bool label_first = find_label_column(first, reading.label, shown).column == 0;
    const std::size_t numbered = row_numbers(first, 1, label_first) == RowNumbers::left_out ? 1 : 0;
    require(first.shape[1] > 1 + numbered, ErrorKind::bad_data, "{}: holds row numbers and a label, no inputs", shown);
    split = split_table(first, shown, told_apart(first.shape[1] - 1 - numbered), reading.label, remarks);
  }
  const DataArray &inputs = split.inputs, &answers = split.answers.array;
  const std::size_t rows = inputs.shape[0];
  require(!answers.shape.empty() && answers.shape[0] == rows, ErrorKind::bad_data,
          "{}: holds no label for each of its {} examples", shown, rows);
  std::size_t columns = 1;
  for (std::size_t d = 1; d < inputs.shape.size(); ++d) columns *= inputs.shape[d];
  const std::size_t answer_columns = answers.shape.size() > 1 ? answers.shape[1] : 1;
  std::vector<std::string> labels;
  for (std::size_t r = 0; r < rows; ++r)
    labels.push_back(label_at(answers, (r + 1) * answer_columns - 1, answer_columns - 1, shown));
  if (answer_columns > 1)
    remarks.push_back({fmt::format("{}: of {} columns of labels the last is taken", shown, answer_columns), true});
  const auto [plus, minus] = two_of(labels, classes, shown);
  if (classes.empty()) remarks.push_back({fmt::format("{}: label {} is +1, {} is -1", shown, plus, minus)});

  solve::RealData data;
  data.inputs = static_cast<int>(columns);
  for (std::size_t r = 0; r < rows; ++r) {
    if (labels[r] != plus && labels[r] != minus) continue;
    data.labels.push_back(labels[r] == plus ? 1 : -1);
    for (std::size_t i = 0; i < columns; ++i)
      data.values.push_back(static_cast<float>(value_at(inputs, r * columns + i)));
  }
  require(std::ranges::all_of(data.values, [](float x) { return std::isfinite(x); }), ErrorKind::bad_data,
          "{}: an input is not finite", shown);
  return data;
}

}  // namespace replicas
