#include "data/first_rows.h"

#include "data/csv.h"
#include "model/error.h"

namespace replicas {

namespace {

bool is_open(const DataArray& array) { return array.text && array.csv.first_row == FirstRow::open; }

std::size_t rows(const DataArray& array) { return array.shape.empty() ? 0 : array.shape[0]; }

void remark_header(const DataArray& array, const std::string& source, std::vector<Remark>& remarks) {
  if (!array.text || array.csv.first_row != FirstRow::counts) return;
  remarks.push_back(
      {fmt::format("{}: the first row ({}) counts the columns and is taken as a header, not as an "
                   "example (<header> no says otherwise)",
                   source, array.csv.first_fields)});
}

[[noreturn]] void ask(const DataArray& array, const std::string& source) {
  fail(ErrorKind::bad_data, "{}: the first row ({}) may be a header or an example; write <header> yes or <header> no",
       source, array.csv.first_fields);
}

/// The first row of `array` is a header when the other file has one row less.
void settle(DataArray& array, const std::string& source, std::size_t other_rows, const std::string& other,
            std::vector<Remark>& remarks) {
  const bool header = rows(array) == other_rows + 1;
  remarks.push_back({fmt::format("{}: the first row ({}) is taken as {} (<header> {} says otherwise): {} has {} rows",
                                 source, array.csv.first_fields, header ? "a header" : "an example",
                                 header ? "no" : "yes", other, other_rows)});
  if (header) {
    make_header_of_first_row(array);
    return;
  }
  array.csv.first_row = FirstRow::example;
  array.csv.names.clear();
}

}  // namespace

void settle_first_row(DataArray& table, const std::string& source, std::vector<Remark>& remarks) {
  if (is_open(table)) ask(table, source);
  remark_header(table, source, remarks);
}

void settle_first_rows(DataArray& inputs, const std::string& inputs_shown, DataArray& answers,
                       const std::string& answers_shown, std::vector<Remark>& remarks) {
  remark_header(inputs, inputs_shown, remarks);
  remark_header(answers, answers_shown, remarks);
  if (is_open(inputs) && is_open(answers)) {
    if (rows(inputs) == rows(answers)) ask(inputs, inputs_shown);
    // One row apart: the longer has a header, the shorter has none.
    const std::size_t examples = std::min(rows(inputs), rows(answers));
    settle(inputs, inputs_shown, examples, answers_shown, remarks);
    settle(answers, answers_shown, examples, inputs_shown, remarks);
  } else if (is_open(inputs)) {
    settle(inputs, inputs_shown, rows(answers), answers_shown, remarks);
  } else if (is_open(answers)) {
    settle(answers, answers_shown, rows(inputs), inputs_shown, remarks);
  }
}

}  // namespace replicas
