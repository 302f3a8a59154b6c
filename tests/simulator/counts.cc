#include "simulator/counts.h"

#include <algorithm>
#include <array>
#include <set>

namespace replicas::simulator {

namespace {

using Addresses = std::span<const std::uint64_t, warp_size>;

/// Turns for threads first ... first + count - 1, whose words come together: a bank gives one word at a time.
int turns_of(Addresses addresses, Mask mask, std::size_t bytes, int first, int count) {
  std::array<std::set<std::uint64_t>, 32> banks;
  for (int lane = first; lane < first + count; ++lane)
    if ((mask >> lane & 1) != 0)
      for (std::size_t byte = 0; byte < bytes; byte += 4) {
        const std::uint64_t word = (addresses[static_cast<std::size_t>(lane)] + byte) / 4;
        banks[word % 32].insert(word);
      }
  std::size_t most = 0;
  for (const auto& words : banks) most = std::max(most, words.size());
  return static_cast<int>(most);
}

/// Whether all threads whose numbers differ in `bit` want the same.
bool paired(Addresses addresses, Mask mask, int bit) {
  for (int lane = 0; lane < warp_size; ++lane) {
    const int other = lane ^ bit;
    if ((mask >> lane & 1) != 0 && (mask >> other & 1) != 0 &&
        addresses[static_cast<std::size_t>(lane)] != addresses[static_cast<std::size_t>(other)])
      return false;
  }
  return true;
}

int turns_by(Addresses addresses, Mask mask, std::size_t bytes, int group) {
  int turns = 0;
  for (int first = 0; first < warp_size; first += group) turns += turns_of(addresses, mask, bytes, first, group);
  return turns;
}

}  // namespace

int bank_turns(Addresses addresses, Mask mask, std::size_t bytes) {
  if (bytes <= 4) return turns_by(addresses, mask, bytes, 32);
  if (bytes == 8) return turns_by(addresses, mask, bytes, 16);
  int turns = turns_by(addresses, mask, bytes, 8);
  if (paired(addresses, mask, 1) || paired(addresses, mask, 2))
    turns = std::min(turns, turns_by(addresses, mask, bytes, 16));
  return turns;
}

int sectors(Addresses addresses, Mask mask, std::size_t bytes) {
  std::set<std::uint64_t> all;
  for (std::size_t lane = 0; lane < warp_size; ++lane)
    if ((mask >> lane & 1) != 0) all.insert(addresses[lane] / 32), all.insert((addresses[lane] + bytes - 1) / 32);
  return static_cast<int>(all.size());
}

void write_counts(std::ostream& out, const Module& module, const Kernel& kernel, const std::vector<Count>& counts) {
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (counts[i].issued > 0)
      out << kernel.name << '\t' << kernel.code[i].line << '\t' << counts[i].issued << '\t' << counts[i].threads << '\t'
          << counts[i].transactions << '\t' << module.lines[kernel.code[i].line - 1] << '\n';
}

}  // namespace replicas::simulator
