#include "data/table.h"

#include <cmath>

#include "data/label_column.h"
#include "model/error.h"
#include "model/printable.h"

namespace replicas {

namespace {

using Columns = std::vector<std::size_t>;
using How = LabelColumn::How;

constexpr std::size_t most_classes = 100;

DataArray part(const DataArray& table, const Columns& columns) {
  DataArray part{.shape = {table.shape[0], columns.size()}, .type = table.type, .text = true};
  part.floats.reserve(part.shape[0] * part.shape[1]);
  for (std::size_t row = 0; row < table.shape[0]; ++row)
    for (const std::size_t column : columns) part.floats.push_back(table.floats[row * table.shape[1] + column]);
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (const auto words = table.csv.words.find(columns[i]); words != table.csv.words.end())
      part.csv.words[i] = words->second;
  return part;
}

Columns from_to(std::size_t begin, std::size_t end) {
  Columns columns;
  for (std::size_t i = begin; i < end; ++i) columns.push_back(i);
  return columns;
}

void refuse_words(const DataArray& inputs, const std::string& source) {
  if (inputs.csv.words.empty()) return;
  const CsvWords& words = inputs.csv.words.begin()->second;
  refuse(source, words.places[0], "'{}' is not a number; only the label may be words: choose its column with <label>",
         words.names[0]);
}

void remark_row_numbers(const DataArray& table, RowNumbers kind, const std::string& source,
                        std::vector<Remark>& remarks) {
  if (kind == RowNumbers::left_out)
    remarks.push_back({fmt::format("{}: the first column holds row numbers and is left out{}", source,
                                   table.csv.index ? "" : "; to use it as an input, name it in a header")});
  if (kind == RowNumbers::input)
    remarks.push_back(
        {fmt::format("{}: {} counts the rows and is taken as an input", source, column_text(table, 0)), true});
}

bool is_whole(const DataArray& table, std::size_t column) {
  for (std::size_t i = column; i < table.floats.size(); i += table.shape[1])
    if (table.floats[i] != std::rint(table.floats[i])) return false;
  return true;
}

/// The values of a column when they could be class labels: whole, at least two, several examples of each.
std::vector<float> classes_in(const DataArray& table, std::size_t column) {
  std::vector<float> values;
  for (std::size_t row = 0; row < table.shape[0]; ++row) values.push_back(table.floats[row * table.shape[1] + column]);
  values = different(std::move(values));
  const bool whole = std::ranges::all_of(values, [](float x) { return x == std::rint(x) && std::fabs(x) < 0x1p24f; });
  const bool few = values.size() >= 2 && values.size() <= std::min(most_classes, table.shape[0] / 2);
  return whole && few ? values : std::vector<float>();
}

bool are_all_classes(const std::vector<float>& values, const Network& network) {
  return values.size() == static_cast<std::size_t>(network.classes()) && values.front() == 0 &&
         values.back() == static_cast<float>(network.classes() - 1);
}

/// What to try when the last column, taken for want of a name, does not hold labels; refuses when the first surely
/// does: it has every class of the network, the last one has not.
std::string advice_on_guess(const DataArray& table, std::size_t first, const std::string& source,
                            const Network& network) {
  const std::vector<float> classes = classes_in(table, first);
  if (classes.empty()) return "";
  const std::vector<float> guessed = classes_in(table, table.shape[1] - 1);
  const bool constant = guessed.empty() && [&] {
    for (std::size_t row = 1; row < table.shape[0]; ++row)
      if (table.floats[(row + 1) * table.shape[1] - 1] != table.floats[table.shape[1] - 1]) return false;
    return true;
  }();
  const bool sure = are_all_classes(classes, network) && !are_all_classes(guessed, network);
  if (constant || (sure && !guessed.empty()))
    fail(ErrorKind::bad_data,
         "{}: is the label the first column? It holds {} whole numbers {:g} to {:g}, the last {}; write <label> first "
         "or <label> last",
         source, classes.size(), classes.front(), classes.back(),
         constant ? "one value" : fmt::format("{:g} to {:g}", guessed.front(), guessed.back()));
  return fmt::format("the first column holds {} whole numbers: <label> first?", classes.size());
}

void remark_label(const DataArray& table, const LabelColumn& label, const std::string& source, const Network& network,
                  std::vector<Remark>& remarks) {
  const char* what = network.loss() == Loss::mse && network.outputs() == 1 ? "target" : "label";
  const char* how = label.how == How::asked   ? " (<label>)"
                    : label.how == How::named ? ", by its name (<label> says otherwise)"
                    : label.how == How::words ? ", which holds words (<label> says otherwise)"
                                              : ", the last (<label> says otherwise)";
  remarks.push_back({fmt::format("{}: the {} is {}{}", source, what, column_text(table, label.column), how)});
}

}  // namespace

Split split_table(const DataArray& table, const std::string& source, const Network& network, const std::string& label,
                  std::vector<Remark>& remarks) {
  const auto inputs = static_cast<std::size_t>(network.inputs()), columns = table.shape[1];
  const auto outputs = static_cast<std::size_t>(network.outputs());
  const bool one_hot = network.loss() != Loss::mse && outputs > 1 && columns >= inputs + outputs &&
                       is_one_hot(part(table, from_to(columns - outputs, columns)));
  const std::size_t several = (network.loss() == Loss::mse || one_hot) && outputs > 1 ? outputs : 0;
  const bool targets = label.empty() && several > 0 &&
                       (columns == inputs + several || columns == inputs + several + 1) && columns != inputs + 1;
  LabelColumn found{.column = columns - 1};
  if (!targets) found = find_label_column(table, label, source);
  // Words may be an input that has to be numbered first: they are the label only where the last column is none.
  if (found.how == How::words && found.column + 1 < columns &&
      (network.loss() == Loss::mse || is_whole(table, columns - 1)))
    found = {.column = columns - 1};
  const RowNumbers numbers = row_numbers(table, targets ? several : 1, !targets && found.column == 0);
  const std::size_t first = numbers == RowNumbers::left_out ? 1 : 0;
  require(found.column >= first, ErrorKind::bad_data,
          "{}: {} holds row numbers, no labels; choose another with <label>", source, column_text(table, found.column));
  remark_row_numbers(table, numbers, source, remarks);
  const std::size_t used = columns - first;
  Columns answers = targets && used == inputs + several ? from_to(columns - several, columns) : Columns{found.column};
  Columns rest = from_to(first, columns);
  std::erase_if(rest, [&](std::size_t i) { return std::ranges::find(answers, i) != answers.end(); });
  require(rest.size() == inputs, ErrorKind::bad_data,
          "{}: {} columns{}; {} inputs and a label{} are needed; write <network> {}-...", source, columns,
          first > 0 ? ", the first of row numbers" : "", inputs,
          several > 0 ? fmt::format(" or {} targets", several) : "", std::max<std::size_t>(used, 2) - 1);
  Split split{.inputs = part(table, rest),
              .answers = {.array = part(table, answers), .source = source, .column = answers[0]}};
  refuse_words(split.inputs, source);
  if (answers.size() > 1) {
    remarks.push_back(
        {fmt::format("{}: the last {} columns are the {}", source, answers.size(), one_hot ? "labels" : "targets")});
    return split;
  }
  remark_label(table, found, source, network, remarks);
  const bool is_label = network.loss() != Loss::mse || outputs > 1;
  if (found.how == How::last && is_label) split.answers.advice = advice_on_guess(table, first, source, network);
  return split;
}

void leave_out_row_numbers(DataArray& inputs, const std::string& source, std::vector<Remark>& remarks) {
  if (!inputs.text) return;
  const RowNumbers numbers = row_numbers(inputs, 0, false);
  remark_row_numbers(inputs, numbers, source, remarks);
  if (numbers == RowNumbers::left_out) inputs = part(inputs, from_to(1, inputs.shape[1]));
  refuse_words(inputs, source);
}

void choose_answers(Answers& answers, const Network& network, const std::string& label, std::vector<Remark>& remarks) {
  DataArray& array = answers.array;
  require(label.empty() || array.text, ErrorKind::bad_value, "<label> {} names a column of a CSV file; {} has none",
          printable(label), answers.source);
  if (!array.text) return;
  if (label.empty()) {
    if (row_numbers(array, 0, false) != RowNumbers::left_out) return;
    remark_row_numbers(array, RowNumbers::left_out, answers.source, remarks);
    array = part(array, from_to(1, array.shape[1]));
    return;
  }
  const LabelColumn found = find_label_column(array, label, answers.source);
  remark_label(array, found, answers.source, network, remarks);
  array = part(array, {found.column});
}

}  // namespace replicas
