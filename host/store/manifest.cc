#include "store/manifest.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "model/error.h"
#include "store/checksum.h"

namespace replicas {

namespace {

constexpr std::string_view heading = "replicas manifest 2\n";

std::string check_line(std::string_view text) {
  return fmt::format("checksum {:016x}\n", checksum(std::as_bytes(std::span(text))));
}

std::string file_line(std::string_view key, const ListedFile& file) {
  return fmt::format("{} {} {} {:016x}\n", key, file.name, file.size, file.checksum);
}

/// Takes a manifest apart, word by word.
class Parser {
 public:
  Parser(std::string_view text, const std::string& name) : rest_(text), name_(name) {}

  [[noreturn]] void refuse(std::string_view reason) const { fail(ErrorKind::bad_data, "{}: {}", name_, reason); }
  void check(bool condition) const {
    if (!condition) refuse("it is damaged: a line is not what this program writes");
  }
  std::string_view line() {
    const std::size_t end = rest_.find('\n');
    check(end != std::string_view::npos);
    const std::string_view result = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return result;
  }
  /// The rest of the next line, which begins with this key.
  std::string_view value(std::string_view key) {
    const std::string_view whole = line();
    check(whole.starts_with(key) && whole.size() > key.size() && whole[key.size()] == ' ');
    return whole.substr(key.size() + 1);
  }
  bool next_is(std::string_view key) const {
    return rest_.starts_with(key) && rest_.substr(key.size()).starts_with(' ');
  }
  bool at_end() const { return rest_.empty(); }

  template <class Number, class... Base>
  Number number(std::string_view text, Base... base) const {
    Number result{};
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), result, base...);
    check(code == std::errc{} && end == text.data() + text.size() && !text.empty());
    return result;
  }
  static std::string_view word(std::string_view& text) {
    const std::string_view result = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), result.size() + 1));
    return result;
  }
  ListedFile file(std::string_view key) {
    std::string_view text = value(key);
    ListedFile result;
    result.name = word(text);
    // Names lie below the run directory: letters, digits, dots, and one folder.
    const std::string_view bare = std::string_view(result.name).substr(result.name.starts_with("segments/") ? 9 : 0);
    check(!bare.empty() && bare.front() != '.' && std::all_of(bare.begin(), bare.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
    }));
    result.size = number<std::uint64_t>(word(text));
    result.checksum = number<std::uint64_t>(text, 16);
    return result;
  }

 private:
  std::string_view rest_;
  const std::string& name_;
};

}  // namespace

std::string to_text(const Manifest& manifest) {
  std::string text(heading);
  text += fmt::format("program {}\nseed {}\ndata {:016x}\n", manifest.program, manifest.seed, manifest.data);
  if (manifest.test_data != 0) text += fmt::format("test-data {:016x}\n", manifest.test_data);
  text += fmt::format("planned {}\nstep {}\n", manifest.planned_steps, manifest.step);
  text += "step-sizes";
  for (const double step_size : manifest.step_sizes) text += fmt::format(" {}", step_size);
  text += '\n';
  for (const ListedFile& file : manifest.files) text += file_line("file", file);
  if (manifest.result) text += file_line("result", *manifest.result);
  return text + check_line(text);
}

Manifest parse_manifest(std::string_view text, const std::string& name) {
  Parser parser(text, name);
  if (!text.starts_with("replicas manifest ")) parser.refuse("it is not a manifest of this program");
  if (!text.starts_with(heading)) parser.refuse("it is of another version of replicas; use that one");
  const std::size_t last = text.size() > 1 ? text.rfind('\n', text.size() - 2) : std::string_view::npos;
  const std::string_view before = text.substr(0, last == std::string_view::npos ? 0 : last + 1);
  if (text.substr(before.size()) != check_line(before)) parser.refuse("it is damaged: its checksum is wrong");

  parser.line();
  Manifest manifest;
  manifest.program = parser.value("program");
  manifest.seed = parser.number<std::uint64_t>(parser.value("seed"));
  manifest.data = parser.number<std::uint64_t>(parser.value("data"), 16);
  if (parser.next_is("test-data")) manifest.test_data = parser.number<std::uint64_t>(parser.value("test-data"), 16);
  manifest.planned_steps = parser.number<std::uint64_t>(parser.value("planned"));
  manifest.step = parser.number<std::uint64_t>(parser.value("step"));
  for (std::string_view sizes = parser.value("step-sizes"); !sizes.empty();) {
    manifest.step_sizes.push_back(parser.number<double>(Parser::word(sizes)));
    parser.check(std::isfinite(manifest.step_sizes.back()) && manifest.step_sizes.back() > 0);
  }
  while (parser.next_is("file")) manifest.files.push_back(parser.file("file"));
  if (parser.next_is("result")) manifest.result = parser.file("result");
  parser.value("checksum");
  parser.check(parser.at_end() && manifest.step <= manifest.planned_steps);
  parser.check(to_text(manifest) == text);  // no other spelling: 007, an empty line, a space more
  return manifest;
}

}  // namespace replicas
