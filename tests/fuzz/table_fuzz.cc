// A table as --data TABLE.csv: the first byte chooses the loss, the network takes what the table has room for.
#include <cmath>

#include "data/csv.h"
#include "data/first_rows.h"
#include "data/scaling.h"
#include "data/table.h"
#include "fuzz/fuzz_target.h"

namespace {

using namespace replicas;

void read(const DataArray& table, const Network& network) {
  Dataset dataset;
  dataset.examples = static_cast<int>(table.shape[0]);
  dataset.inputs = network.inputs();
  dataset.outputs = network.outputs();
  dataset.origin = "fuzz.csv";
  Split split = split_table(table, "fuzz.csv", network, "", dataset.remarks);
  fuzz::promise(split.inputs.shape[1] == static_cast<std::size_t>(network.inputs()));
  fuzz::promise(split.inputs.shape[0] == table.shape[0] && split.answers.array.shape[0] == table.shape[0]);
  dataset.values = std::move(split.inputs.floats);
  take_answers(std::move(split.answers), network, nullptr, dataset);
  judge_classes(dataset, "fuzz.csv", "");
  scale_inputs(dataset, false, Reading::Scale::standard, nullptr, "fuzz.csv");
  check(dataset, network);
  for (const Remark& remark : dataset.remarks) fuzz::promise(!remark.sentence.empty());
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr Loss losses[] = {Loss::softmax, Loss::logistic, Loss::mse, Loss::mse};
  const Loss loss = losses[data[0] % 4];
  const int outputs = loss == Loss::logistic || data[0] % 4 == 3 ? 1 : 3;
  try {
    DataArray table = parse_csv(fuzz::bytes(data + 1, size - 1), "fuzz.csv");
    std::vector<Remark> remarks;
    settle_first_row(table, "fuzz.csv", remarks);
    // With and without a column of row numbers, one label or three targets.
    for (const std::size_t answers : {1u, 2u, 3u, 4u})
      if (table.shape[1] > answers && table.shape[1] < 1000) try {
          read(table, Network({static_cast<int>(table.shape[1] - answers), outputs}, Activation::tanh, loss));
        } catch (const Error& error) {
          fuzz::check_refusal(error, ErrorKind::bad_data);
        }
  } catch (const Error& error) {
    fuzz::check_refusal(error, ErrorKind::bad_data);
  }
  return 0;
}
