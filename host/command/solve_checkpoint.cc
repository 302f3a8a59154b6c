#include "command/solve_checkpoint.h"

#include <array>
#include <cstring>
#include <string_view>

#include "data/input_file.h"
#include "model/error.h"
#include "store/checksum.h"
#include "store/durable_file.h"

namespace replicas {

namespace {

constexpr std::string_view mark = "replicas solve state 1\n";

}  // namespace

void write_study_state(const std::filesystem::path& path, const std::vector<std::byte>& state) {
  const std::uint64_t sum = checksum(state);
  std::vector<std::byte> bytes(mark.size() + sizeof sum + state.size());
  std::memcpy(bytes.data(), mark.data(), mark.size());
  std::memcpy(bytes.data() + mark.size(), &sum, sizeof sum);
  std::memcpy(bytes.data() + mark.size() + sizeof sum, state.data(), state.size());
  write_durably(path, bytes);
}

std::vector<std::byte> read_study_state(const std::filesystem::path& path) {
  const std::vector<std::byte> bytes = read_input_file(path);
  std::uint64_t sum = 0;
  const std::size_t start = mark.size() + sizeof sum;
  require(bytes.size() >= start && std::memcmp(bytes.data(), mark.data(), mark.size()) == 0, ErrorKind::bad_data,
          "{} is no saved state of `replicas solve`; remove it", path.string());
  std::memcpy(&sum, bytes.data() + mark.size(), sizeof sum);
  std::vector<std::byte> state(bytes.begin() + static_cast<std::ptrdiff_t>(start), bytes.end());
  require(sum == checksum(state), ErrorKind::bad_data, "{} is damaged (its checksum is wrong); remove it",
          path.string());
  return state;
}

}  // namespace replicas
