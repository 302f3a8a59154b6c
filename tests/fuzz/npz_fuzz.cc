#include "data/data_array.h"
#include "data/npz.h"
#include "fuzz/fuzz_target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace replicas;
  const std::span<const std::byte> bytes = fuzz::bytes(data, size);
  fuzz::promise(is_zip(bytes) == (size >= 4 && (std::string_view(reinterpret_cast<const char*>(data), 4) == "PK\3\4" ||
                                                std::string_view(reinterpret_cast<const char*>(data), 4) == "PK\5\6")));
  for (const char* key : {"", "x"}) {
    try {
      // Deflate packs at most 1032 to 1, so that no archive asks for more memory than that.
      fuzz::promise(npz_array(bytes, key, "fuzz.npz").size() <= 1032 * size);
    } catch (const Error& error) {
      fuzz::check_refusal(error, ErrorKind::bad_data);
    }
  }
  return 0;
}
