// Prints what a data file holds, for comparison with numpy: one line a file, "ok TYPE SHAPE NUMBERS..." or "refused".
#include <cstdio>

#include "data/data_array.h"
#include "model/error.h"

int main(int count, char** arguments) {
  using namespace replicas;
  for (int i = 1; i < count; ++i) {
    try {
      const DataArray array = read_data_array(arguments[i]);
      if (!array.csv.words.empty() || array.csv.index) {
        std::printf("refused: words and row numbers are for data sets, and no numbers\n");
        continue;
      }
      std::printf("ok %s ", array.text ? "float32" : array.type.c_str());
      for (std::size_t d = 0; d < array.shape.size(); ++d) std::printf("%s%zu", d > 0 ? "," : "", array.shape[d]);
      if (array.shape.empty()) std::printf("scalar");
      for (const float number : array.floats) std::printf(" %a", static_cast<double>(number));
      for (const std::int64_t number : array.integers) std::printf(" %lld", static_cast<long long>(number));
      for (const std::uint8_t number : array.bytes) std::printf(" %d", number);
      std::printf("\n");
    } catch (const Error& error) {
      std::printf("refused %s\n", error.what());
    }
  }
  return 0;
}
