#include <algorithm>

#include "command/config_file.h"
#include "model/error.h"
#include "model/printable.h"
#include "run/field_values.h"
#include "store/toml_reader.h"

namespace replicas {

namespace {

constexpr std::size_t longest_text = 1 << 20;

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::vector<ConfigEntry> parse_config(std::string_view text, std::string_view file, const OptionNames& names) {
  const std::string shown = printable(file);
  require(text.size() <= longest_text, ErrorKind::bad_config, "{}: {} bytes are too long for a configuration", shown,
          text.size());
  std::vector<ConfigEntry> entries;
  for (const TomlEntry& entry : read_toml(text, file)) {
    const std::string place = fmt::format("{}:{}", shown, entry.line);
    const std::string where = fmt::format("{}: {}", place, printable(entry.key));
    require(contains(names.all, entry.key), ErrorKind::bad_config, "{} is not an option{}", where,
            suggestion(entry.key, names.all));
    require(entry.key != "config" && entry.key != "help", ErrorKind::bad_config, "{} belongs on the command line",
            where);
    const bool flag = contains(names.flags, entry.key);
    require(flag == (entry.kind == TomlEntry::Kind::boolean), ErrorKind::bad_config, "{}: write {}", where,
            flag ? "true or false" : "a text or a number");
    if (flag && entry.values[0] == "false") continue;
    std::string value;
    for (const std::string& part : entry.values) value += fmt::format("{}{}", value.empty() ? "" : ",", part);
    require(!value.empty(), ErrorKind::bad_config, "{}: the value is empty; write one, or leave the line out", where);
    // Words end at a zero byte, so what follows one would be lost without notice.
    require(value.find('\0') == value.npos, ErrorKind::bad_config, "{}: holds a zero byte", where);
    entries.push_back({entry.key, value, place});
  }
  return entries;
}

}  // namespace replicas
