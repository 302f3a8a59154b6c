#include <cmath>

#include "fuzz/fuzz_target.h"
#include "model/csv.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace replicas;
  try {
    const DataArray table = parse_csv(fuzz::bytes(data, size), "fuzz.csv");
    fuzz::promise(table.shape.size() == 2 && table.shape[0] * table.shape[1] == table.floats.size());
    fuzz::promise(!table.floats.empty() && table.floats.size() <= size);
    for (const float number : table.floats) fuzz::promise(std::isfinite(number));
  } catch (const Error& error) {
    fuzz::check_refusal(error, Exit::bad_data);
  }
  return 0;
}
