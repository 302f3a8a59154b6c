#include "data/npy.h"
#include "fuzz/fuzz_target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace replicas;
  try {
    const NpyArray array = parse_npy(fuzz::bytes(data, size), "fuzz.npy");
    const std::size_t numbers = array.is_float() ? to_floats(array).size() : to_integers(array, "fuzz.npy").size();
    fuzz::promise(numbers == array.size && array.data.size() <= size);
  } catch (const Error& error) {
    fuzz::check_refusal(error, ErrorKind::bad_data);
  }
  return 0;
}
