#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/error.h"

namespace replicas {

/// Where in a CSV file something stands: counted from 1, the column in bytes.
struct CsvPlace {
  std::size_t line = 0, column = 0;
};

template <class... Arguments>
[[noreturn]] void refuse(const std::string& file, const CsvPlace& place, fmt::format_string<Arguments...> format,
                         Arguments&&... arguments) {
  fail(ErrorKind::bad_data, "{}:{}:{}: {}", file, place.line, place.column,
       fmt::format(format, std::forward<Arguments>(arguments)...));
}

/// What stands between two commas, without blanks and quotation marks around it.
struct CsvField {
  std::string_view text;  ///< in quotes "" still stands for "
  bool quoted = false;
  CsvPlace place;

  bool is_number() const;
  bool is_word() const { return !text.empty() && !is_number(); }
  std::string word() const;  ///< the text, "" read as "
};

/// "12.5", "+1e-3": the whole text is one number, finite or not.
bool is_number(std::string_view text);

/// The number that a field holds, as float32; refused when it is none, not finite, or out of range.
float number(const CsvField& field, const std::string& file);

/// The same refusal of a field that is no number, and what to write instead.
[[noreturn]] void refuse_as_number(const CsvField& field, const std::string& file);

/// Refuses what cannot be the name of a class: nothing, marks of missing values, several numbers, control characters.
void check_word(const CsvField& field, const std::string& file);

/// The lines of a CSV file that hold something: neither empty nor after '#'. A copy goes on from the same place.
class CsvLines {
 public:
  CsvLines(std::span<const std::byte> bytes, const std::string& file);

  /// The fields of the next line; false when there is none. A line has at most 1 MiB and no zero byte.
  bool next(std::vector<CsvField>& fields);

 private:
  void split(std::string_view line, std::vector<CsvField>& fields) const;

  const std::string& file_;
  std::string_view rest_;
  std::size_t line_ = 0;
};

}  // namespace replicas
