#include <spdlog/fmt/fmt.h>

#include <array>
#include <bit>
#include <cmath>

#include "verify/machine.h"

namespace replicas {

namespace {

struct Block {
  const char* source;
  Words counter;
  std::uint64_t key;
  Words words;
};

// Random123's published table, then what curand_init(seed, subsequence, offset) gives (tables `philox` and
// `curand_philox` of tests/data/oracles.json).
constexpr Block blocks[] = {
    {"Random123, zeros", {0, 0, 0, 0}, 0, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
    {"Random123, ones",
     {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
     0xffffffffffffffff,
     {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
    {"Random123, pi",
     {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
     0x299f31d0a4093822,
     {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    {"cuRAND, offset 4", {1, 0, 0, 0}, 0, {0xf8e4cca4, 0x5cb200db, 0xb1a574eb, 0x097eff67}},
    {"cuRAND, subsequence 1", {0, 0, 1, 0}, 0, {0x844515e1, 0xf08d6eaa, 0x0f19c053, 0x83f875f0}},
    {"cuRAND, seed 1234", {0, 0, 0, 0}, 1234, {0x2090b348, 0xda7cf0ab, 0x4401906f, 0xcbca470e}},
    {"cuRAND, seed 1234, subsequence 7", {0, 0, 7, 0}, 1234, {0x56e604f4, 0x2107acfd, 0xe9ac28d3, 0x1debf147}},
};

constexpr std::size_t pairs = 1 << 20;
// The bits of the first 2^20 pairs of seed 1, mixed as below: the same from g++ 12 at -O0 and -O3 -mfma and from
// clang 14, on an x86-64.
constexpr std::uint64_t golden_bits = 0x6c36032ac32efbb3;

}  // namespace

Checks random_numbers(const Formulas& formulas) {
  Checks checks;
  for (const Block& block : blocks) {
    const Words words = formulas.philox(block.counter, block.key);
    double wrong = 0;
    for (std::size_t i = 0; i < 4; ++i) wrong += words[i] != block.words[i];
    checks.push_back(exact_check(fmt::format("Philox4x32-10, words unlike {}", block.source), wrong, 0, 0.5));
  }
  double worst = 0, square = 0, sum = 0, fourth = 0;
  std::uint64_t mixed = 0;
  const auto take = [&](float got, double exact) {
    const auto z = static_cast<double>(got);
    worst = std::max(worst, std::fabs(z - exact));
    sum += z;
    square += z * z;
    fourth += z * z * z * z;
    mixed = std::rotl(mixed * 0x9E3779B97F4A7C15u, 7) ^ std::bit_cast<std::uint32_t>(got);
  };
  for (std::size_t i = 0; i < pairs / 2; ++i) {
    const Words words = formulas.philox({static_cast<std::uint32_t>(i), 0, 0, 0}, 1);
    for (const std::size_t k : {std::size_t{0}, std::size_t{2}}) {
      const NormalPair<float> pair = formulas.normals(words[k], words[k + 1]);
      const double r = std::sqrt(-2 * std::log((words[k] + 0.5) * 0x1p-32));
      const double angle = 2 * 3.14159265358979323846 * ((words[k + 1] + 0.5) * 0x1p-32);
      take(pair.cosine, r * std::cos(angle));
      take(pair.sine, r * std::sin(angle));
    }
  }
  const double count = 2 * static_cast<double>(pairs);
  checks.push_back(exact_check("normal numbers, largest distance from double", worst, 0, 2e-6));
  checks.push_back(
      exact_check("normal numbers, sets whose bits differ from the recorded ones", mixed != golden_bits, 0, 0.5));
  checks.push_back({"normal numbers, mean", sum / count, 0, std::sqrt(1 / count), count});
  checks.push_back(mean_square_check("normal numbers, variance", square / count, 1, count));
  checks.push_back({"normal numbers, fourth moment", fourth / count, 3, std::sqrt(96 / count), count});
  return checks;
}

}  // namespace replicas
