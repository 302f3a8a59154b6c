#include <fmt/ranges.h>

#include "fuzz/fuzz_target.h"
#include "model/ladder.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace replicas;
  try {
    const Ladder ladder = parse_ladder(fuzz::text(data, size));
    fuzz::promise(!ladder.empty() && ladder.size() <= 10000 && ladder.front() >= 1e-30 && ladder.back() <= 1e30);
    for (std::size_t i = 1; i < ladder.size(); ++i) fuzz::promise(ladder[i] > ladder[i - 1]);
    fuzz::promise(parse_ladder(fmt::format("{}", fmt::join(ladder, ","))) == ladder);  // as it is stored
  } catch (const Error& error) {
    fuzz::check_refusal(error, ErrorKind::bad_value);
  }
  return 0;
}
