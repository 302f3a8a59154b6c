#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <optional>
#include <set>

#include "simulator/kernel_reader.h"
#include "simulator/module.h"

namespace replicas::simulator {

namespace {

Words words_of(std::string_view text) {
  Words words;
  const auto part_of_word = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '%' || c == '$' || c == '.';
  };
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && part_of_word(text[end])) ++end;
    if (end > i) {
      words.emplace_back(text.substr(i, end - i));
      i = end;
      continue;
    }
    const char c = text[i++];
    if (!std::isspace(static_cast<unsigned char>(c)) && c != ',' && c != '|') words.emplace_back(1, c);
  }
  return words;
}

/// One line of a kernel; false after its last. A block of assembly is a line of several statements in braces.
bool read_line(KernelReader& reader, const Module& module, const Words& words) {
  const std::string& first = words[0];
  if (first == "{" && words.size() > 1) {
    for (auto begin = words.begin() + 1; begin != words.end() && *begin != "}";) {
      const auto end = std::find(begin, words.end(), ";");
      if (end == words.end()) throw Fault("a statement without an end");
      read_line(reader, module, {begin, end});
      begin = end + 1;
    }
    return true;
  }
  if (first == "}") {
    reader.end();
    return false;
  }
  if (first == ".param")
    reader.parameter(words);
  else if (first == ".reg")
    reader.registers(words);
  else if (first == ".shared")
    reader.shared(words);
  else if (first == ".maxntid")
    reader.most_threads(words);
  else if (words.size() == 2 && words[1] == ":")
    reader.label(first);
  else if (first != "{" && first != ")" && first != ".minnctapersm" && first != ".pragma")
    reader.statement(words, static_cast<std::uint32_t>(module.lines.size()));
  return true;
}

}  // namespace

Module parse(std::string_view ptx) {
  Module module;
  std::set<std::string> dynamic;
  std::optional<KernelReader> reader;
  while (!ptx.empty()) {
    const std::size_t end = std::min(ptx.find('\n'), ptx.size());
    const std::string_view text = ptx.substr(0, end);
    ptx.remove_prefix(std::min(end + 1, ptx.size()));
    module.lines.emplace_back(text);
    Words words = words_of(text.substr(0, text.find("//")));
    if (!words.empty() && words.back() == ";") words.pop_back();
    if (words.empty()) continue;
    if (words[0] == ".visible" || words[0] == ".weak") words.erase(words.begin());
    try {
      if (words[0] == ".entry") {
        Kernel& kernel = module.kernels[words[1]];
        kernel.name = words[1];
        reader.emplace(kernel, dynamic);
      } else if (words[0] == ".extern" && words[1] == ".shared") {
        dynamic.insert(*std::find_if(words.begin() + 2, words.end(), [](const auto& w) { return w[0] == '_'; }));
      } else if (reader) {
        if (!read_line(*reader, module, words)) reader.reset();
      } else if (words[0] == ".target" && words[1].starts_with("sm_")) {
        module.architecture = std::stoi(words[1].substr(3));
      } else if (words[0] != ".version" && words[0] != ".address_size" && words[0] != ".global") {
        throw Fault("unknown word " + words[0]);
      }
    } catch (const std::exception& error) {
      throw Fault(fmt::format("PTX line {}: {}: {}", module.lines.size(), error.what(), text));
    }
  }
  return module;
}

}  // namespace replicas::simulator
