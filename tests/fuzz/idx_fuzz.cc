#include "data/idx.h"
#include "fuzz/fuzz_target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace replicas;
  try {
    const DataArray array = parse_idx(fuzz::bytes(data, size), "fuzz.idx");
    std::size_t numbers = 1;
    for (const std::size_t extent : array.shape) numbers *= extent;
    fuzz::promise(array.floats.size() + array.integers.size() + array.bytes.size() == numbers);
    fuzz::promise(!array.shape.empty() && numbers <= 1032 * size);  // what so short a file can hold, packed
  } catch (const Error& error) {
    fuzz::check_refusal(error, ErrorKind::bad_data);
  }
  return 0;
}
