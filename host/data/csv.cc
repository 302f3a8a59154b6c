#include "data/csv.h"

#include <algorithm>

#include "data/csv_header.h"
#include "model/error.h"
#include "model/printable.h"

namespace replicas {

namespace {

constexpr std::size_t most_words = 10000;

std::string as_text(const std::vector<CsvField>& fields) {
  std::string text;
  for (std::size_t i = 0; i < std::min<std::size_t>(fields.size(), 4); ++i)
    text += (i > 0 ? "," : "") + printable(fields[i].text.substr(0, 16));
  return text + (fields.size() > 4 ? ",..." : "");
}

/// Rows into an array: numbers as they are, words as their numbers in the order in which they came.
class Rows {
 public:
  Rows(DataArray& array, const std::string& file) : array_(array), file_(file) {}

  void add(const std::vector<CsvField>& fields) {
    if (array_.shape[0]++ == 0) begin(fields);
    for (std::size_t column = 0; column < fields.size(); ++column) {
      const bool index = column == 0 && array_.csv.index;  // nobody reads it, so it may be anything
      array_.floats.push_back(index                               ? 0.0f
                              : array_.csv.words.contains(column) ? word(column, fields[column])
                                                                  : number(fields[column], file_));
    }
    if (fields.size() != array_.shape[1])
      refuse(file_, {fields[0].place.line, 1}, "{} numbers, the first row has {}; fill or leave out the row",
             fields.size(), array_.shape[1]);
  }

 private:
  void begin(const std::vector<CsvField>& fields) {
    array_.shape[1] = fields.size();
    for (std::size_t column = array_.csv.index ? 1 : 0; column < fields.size(); ++column)
      if (!fields[column].is_number()) array_.csv.words[column] = {};
  }

  float word(std::size_t column, const CsvField& field) {
    check_word(field, file_);
    CsvWords& words = array_.csv.words[column];
    if (array_.shape[0] == 2 && field.is_number())
      refuse(file_, words.places[0], "'{}' is not a number as the one below it is; correct it, or write <header> yes",
             printable(words.names[0]));
    const auto [entry, is_new] = words.numbers.emplace(field.word(), words.names.size());
    if (is_new) {
      if (words.names.size() == most_words)
        refuse(file_, field.place, "more than {} different words in column {}; it is no class label", most_words,
               column + 1);
      words.names.push_back(entry->first);
      words.places.push_back(field.place);
    }
    return static_cast<float>(entry->second);
  }

  DataArray& array_;
  const std::string& file_;
};

/// R writes no name above its row names, so that a header is one short.
bool lacks_name_of_index(const std::vector<CsvField>& first, const std::vector<CsvField>& second) {
  return first.size() + 1 == second.size() && (second[0].is_word() || second[0].text == "0" || second[0].text == "1");
}

}  // namespace

DataArray parse_csv(std::span<const std::byte> bytes, std::string_view file, Reading::Header header) {
  const std::string source = printable(file);
  DataArray array{.shape = {0, 0}, .type = "numbers in text", .text = true};
  CsvLines lines(bytes, source);
  std::vector<CsvField> first, fields;
  if (lines.next(first)) {
    CsvLines ahead = lines;
    ahead.next(fields);
    array.csv.first_row = what_is(first, fields, header);
    array.csv.first_fields = as_text(first);
    const bool is_header = array.csv.first_row == FirstRow::names || array.csv.first_row == FirstRow::counts;
    for (const CsvField& field : first)
      if (is_header || array.csv.first_row == FirstRow::open) array.csv.names.push_back(field.word());
    if (is_header && !fields.empty()) {
      if (lacks_name_of_index(first, fields)) array.csv.names.insert(array.csv.names.begin(), "");
      if (array.csv.names.size() != fields.size() && first[0].text.find(';') != std::string_view::npos)
        refuse_as_number(first[0], source);  // names and decimal commas
      if (array.csv.names.size() != fields.size())
        refuse(source, first[0].place,
               "a first row of {} names above a row of {} fields; name every column, or begin the line with #",
               first.size(), fields.size());
      array.csv.index = fields.size() > 1 && is_index_name(array.csv.names[0]);
    }
    Rows rows(array, source);
    if (!is_header) rows.add(first);
    while (lines.next(fields)) rows.add(fields);
  }
  require(array.shape[0] >= 1, ErrorKind::bad_data, "{}: holds no numbers; write one example a line", source);
  return array;
}

void make_header_of_first_row(DataArray& array) {
  require(array.shape[0] > 1, ErrorKind::bad_data, "only a header");
  array.floats.erase(array.floats.begin(), array.floats.begin() + static_cast<std::ptrdiff_t>(array.shape[1]));
  --array.shape[0];
  array.csv.first_row = array.csv.words.empty() ? FirstRow::counts : FirstRow::names;
}

}  // namespace replicas
