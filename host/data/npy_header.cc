#include "data/npy_header.h"

#include <charconv>
#include <set>

#include "model/error.h"
#include "model/printable.h"

namespace replicas {

namespace {

constexpr std::size_t largest_dimensions = 8;

/// Walks over the text; every function takes what it expects or refuses the file.
class HeaderParser {
 public:
  HeaderParser(std::string_view text, std::string_view file) : rest_(text), file_(file) {}

  NpyHeader header() {
    NpyHeader header;
    std::set<std::string> keys;
    take('{');
    while (!skip('}')) {
      const std::string key = string();
      check(keys.insert(key).second, "names '" + key + "' twice");
      take(':');
      if (key == "descr")
        header.type = type();
      else if (key == "fortran_order")
        header.fortran_order = boolean();
      else if (key == "shape")
        header.shape = shape();
      else
        check(false, "has the unknown key '" + key + "'");
      if (!skip(',')) {
        take('}');
        break;
      }
    }
    check(keys.size() == 3, "lacks one of descr, fortran_order, shape");
    skip_blanks();
    check(rest_.empty(), "goes on after its dictionary");
    return header;
  }

 private:
  void check(bool condition, std::string_view what) const {
    require(condition, ErrorKind::bad_data, "{}: the NPY header {}; write the file with numpy.save", printable(file_),
            printable(what));
  }

  void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \n"), rest_.size())); }

  bool skip(char wanted) {
    skip_blanks();
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void take(char wanted) { check(skip(wanted), std::string("lacks a '") + wanted + "'"); }

  std::string string() {
    const char quote = skip('"') ? '"' : '\'';
    if (quote == '\'') take('\'');
    const std::size_t length = rest_.find(quote);
    check(length != rest_.npos, "lacks a closing quote");
    std::string text(rest_.substr(0, length));
    rest_.remove_prefix(length + 1);
    return text;
  }

  std::string type() {
    require(!skip('['), ErrorKind::bad_data,
            "{}: holds records with named fields (a structured array), which are not taken; save "
            "numpy.lib.recfunctions.structured_to_unstructured(a), labels apart",
            printable(file_));
    return string();
  }

  bool boolean() {
    skip_blanks();
    for (const std::string_view word : {"True", "False"})
      if (rest_.starts_with(word)) {
        rest_.remove_prefix(word.size());
        return word == "True";
      }
    check(false, "has a fortran_order that is neither True nor False");
    return false;
  }

  std::size_t length() {
    skip_blanks();
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    check(error == std::errc(), "has a shape with a length that is negative, too large, or no number");
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }

  std::vector<std::size_t> shape() {
    std::vector<std::size_t> shape;
    take('(');
    while (!skip(')')) {
      check(shape.size() < largest_dimensions, fmt::format("has more than {} dimensions", largest_dimensions));
      shape.push_back(length());
      if (!skip(',')) {
        check(shape.size() > 1, "has a shape that is not a tuple");  // (3,) is one, (3) is not
        take(')');
        break;
      }
    }
    return shape;
  }

  std::string_view rest_;
  std::string_view file_;
};

}  // namespace

NpyHeader parse_npy_header(std::string_view text, std::string_view file) { return HeaderParser(text, file).header(); }

}  // namespace replicas
