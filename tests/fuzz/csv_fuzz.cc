#include <cmath>

#include "data/csv.h"
#include "fuzz/fuzz_target.h"

namespace {

void read(std::span<const std::byte> bytes, replicas::Reading::Header header) {
  using namespace replicas;
  try {
    const DataArray table = parse_csv(bytes, "fuzz.csv", header);
    fuzz::promise(table.shape.size() == 2 && table.shape[0] * table.shape[1] == table.floats.size());
    fuzz::promise(!table.floats.empty() && table.floats.size() <= bytes.size() + table.shape[0]);
    for (const float number : table.floats) fuzz::promise(std::isfinite(number));
    fuzz::promise(table.csv.names.empty() || table.csv.names.size() == table.shape[1]);
    for (const auto& [column, words] : table.csv.words) {
      fuzz::promise(column < table.shape[1] && words.names.size() == words.places.size());
      for (std::size_t row = 0; row < table.shape[0]; ++row)
        fuzz::promise(table.floats[row * table.shape[1] + column] < static_cast<float>(words.names.size()));
    }
  } catch (const Error& error) {
    fuzz::check_refusal(error, ErrorKind::bad_data);
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using Header = replicas::Reading::Header;
  for (const Header header : {Header::automatic, Header::yes, Header::no})
    read(replicas::fuzz::bytes(data, size), header);
  return 0;
}
