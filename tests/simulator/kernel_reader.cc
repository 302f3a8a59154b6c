#include "simulator/kernel_reader.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <charconv>

namespace replicas::simulator {

namespace {

/// 12, 0x1F, 0f3F800000 (a float's bits), 0d3FF0000000000000 (a double's).
std::uint64_t number_of(const std::string& word) {
  std::string_view digits = word;
  int base = 10;
  if (digits.starts_with("0f") || digits.starts_with("0d") || digits.starts_with("0x")) {
    digits.remove_prefix(2);
    base = 16;
  }
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc{} || end != digits.data() + digits.size()) throw Fault("not a number: " + word);
  return value;
}

bool begins_number(const std::string& word) { return std::isdigit(static_cast<unsigned char>(word[0])) != 0; }

std::size_t bytes_of(std::string_view type) {
  return number_of(std::string(type.substr(type.find_first_of("0123456789")))) / 8;
}

std::size_t align_up(std::size_t bytes, std::size_t to) { return (bytes + to - 1) / to * to; }

}  // namespace

void KernelReader::parameter(const Words& words) {
  std::size_t next = 1, align = 1;
  if (words.at(next) == ".align") {
    align = number_of(words.at(next + 1));
    next += 2;
  }
  std::size_t bytes = bytes_of(words.at(next));
  align = std::max(align, bytes);
  if (words.size() > next + 2) bytes *= number_of(words.at(next + 3));
  const std::size_t offset = align_up(kernel_.parameter_bytes, align);
  kernel_.parameters.push_back({offset, bytes});
  kernel_.parameter_bytes = offset + bytes;
  symbols_[words.at(next + 1)] = offset;
}

void KernelReader::shared(const Words& words) {
  const auto open = std::find(words.begin(), words.end(), "[");
  if (open == words.end()) throw Fault("shared memory without a size");
  symbols_[open[-1]] = kernel_.shared_bytes;
  kernel_.shared_bytes = align_up(kernel_.shared_bytes + bytes_of(open[-2]) * number_of(open[1]), 16);
}

void KernelReader::registers(const Words& words) {
  const std::uint8_t width = words.at(1).ends_with("64") ? 8 : 4;
  if (words.size() == 3) {
    registers_[words[2]] = {take(width), width};  // a new one where a block of assembly declares its name again
    return;
  }
  const std::size_t count = number_of(words.at(4));
  for (std::size_t i = 0; i < count; ++i) registers_[words[2] + std::to_string(i)] = {take(width), width};
}

void KernelReader::most_threads(const Words& words) { kernel_.most_threads = static_cast<int>(number_of(words.at(1))); }

void KernelReader::label(const std::string& name) { labels_[name] = static_cast<std::int32_t>(kernel_.code.size()); }

void KernelReader::statement(Words words, std::uint32_t line) {
  Instruction instruction{.line = line};
  if (words[0] == "@") {
    instruction.unless = words.at(1) == "!";
    const std::size_t guard = instruction.unless ? 2 : 1;
    instruction.guard = static_cast<std::int32_t>(registers_.at(words.at(guard)).at);
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(guard) + 1);
  }
  const std::string name = name_of(words);
  const Operation* const found = operation(name);
  if (found == nullptr) throw Fault("unknown instruction " + name);
  instruction.flow = found->flow;
  instruction.execute = found->execute;
  if (found->flow == Flow::branch)
    branches_.emplace_back(kernel_.code.size(), words.at(1));
  else
    operands(instruction, *found, words);
  if (instruction.guard >= 0 && found->flow != Flow::branch && found->flow != Flow::next)
    throw Fault("a predicate is known of branches and plain instructions only");
  kernel_.code.push_back(instruction);
}

/// The operation that the words ask for: some names mean several.
std::string KernelReader::name_of(const Words& words) const {
  std::string name = words.at(0);
  const auto is_long = [&](const std::string& word) {
    const auto found = registers_.find(word);
    return found != registers_.end() && found->second.width == 8;
  };
  if (name == "mov.b64" && words.at(1) == "{") name = "unpack";
  if (name == "mov.b64" && words.back() == "}") name = "pack";
  std::string with_long = name;
  if (name.starts_with("cvt.") && is_long(words.back())) with_long += " of 8 bytes";
  if (name.starts_with("ld.") && is_long(words.at(1))) with_long += " to 8 bytes";
  return operation(with_long) != nullptr ? with_long : name;
}

void KernelReader::end() {
  for (const auto& [place, name] : branches_) kernel_.code[place].target = labels_.at(name);
  if (kernel_.code.empty() || kernel_.code.back().flow != Flow::end) throw Fault("a kernel without an end");
}

std::uint32_t KernelReader::take(std::uint8_t width) {
  const std::size_t at = kernel_.register_bytes;
  kernel_.register_bytes += static_cast<std::size_t>(width) * warp_size;
  return static_cast<std::uint32_t>(at);
}

std::uint32_t KernelReader::literal(std::uint64_t bits, std::uint8_t width) {
  const auto [found, is_new] = literals_.try_emplace({bits, width}, 0);
  if (is_new) {
    found->second = take(width);
    kernel_.literals.push_back({found->second, bits, width});
  }
  return found->second;
}

std::uint32_t KernelReader::place_of(const std::string& word, bool negative, std::uint8_t width) {
  if (begins_number(word)) {
    const std::uint64_t value = number_of(word);
    return literal(negative ? 0 - value : value, width);
  }
  if (const auto found = registers_.find(word); found != registers_.end()) {
    if (found->second.width != width) throw Fault(fmt::format("{} is not of {} bytes", word, width));
    return found->second.at;
  }
  if (const auto found = symbols_.find(word); found != symbols_.end()) return literal(found->second, width);
  if (dynamic_.contains(word)) return literal(kernel_.shared_bytes, width);
  if (word[0] != '%' || width != 4) throw Fault("unknown name " + word);
  const auto [found, is_new] = kernel_.specials.try_emplace(word, 0);
  if (is_new) found->second = take(width);
  return found->second;
}

void KernelReader::operands(Instruction& instruction, const Operation& found, const Words& words) {
  std::size_t count = 0;
  bool negative = false, address = false;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "[" || word == "]") address = word == "[";
    if (word == "-") negative = true;
    if (word.size() == 1 && std::isalnum(static_cast<unsigned char>(word[0])) == 0) continue;
    if (address && words[i - 1] != "[") {
      const auto value = static_cast<std::int64_t>(number_of(word));
      instruction.offset = negative ? -value : value;
    } else {
      if (count == found.widths.size()) throw Fault("too many operands");
      instruction.at.at(count) = place_of(word, negative, found.widths[count]);
      ++count;
    }
    negative = false;
  }
  if (count != found.widths.size()) throw Fault("too few operands");
}

}  // namespace replicas::simulator
