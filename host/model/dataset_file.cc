#include "model/dataset_file.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/data_array.h"
#include "model/error.h"
#include "model/printable.h"

namespace replicas {

namespace {

using Kind = DataArray::Kind;
constexpr const char* how_to_write = "write inputs.npy,labels.npy or table.csv";

std::size_t row_length(const DataArray& array) {
  std::size_t length = 1;
  for (std::size_t d = 1; d < array.shape.size(); ++d) length *= array.shape[d];
  return length;
}

void take_inputs(DataArray&& array, const std::string& shown, const Network& network, Dataset& dataset) {
  require(array.kind != Kind::integers, Exit::bad_data,
          "{}: inputs are {}, they must be float32, float64 or bytes (pixels); scale and convert them", shown,
          array.type);
  require(array.shape.size() >= 2, Exit::bad_data, "{}: inputs have the shape {}, it must be (examples, inputs)", shown,
          shape_text(array.shape));
  require(array.shape[0] >= 1 && array.shape[0] <= std::numeric_limits<int>::max(), Exit::bad_data,
          "{}: {} examples; there must be at least 1 and at most {}", shown, array.shape[0],
          std::numeric_limits<int>::max());
  require(row_length(array) == static_cast<std::size_t>(network.inputs()), Exit::bad_data,
          "{}: an example has {} inputs, the network takes {}; write --network {}-...", shown, row_length(array),
          network.inputs(), row_length(array));
  dataset.examples = static_cast<int>(array.shape[0]);
  dataset.inputs = network.inputs();
  dataset.outputs = network.outputs();
  dataset.values = std::move(array.floats);
  if (array.kind != Kind::bytes) return;
  dataset.values.resize(array.bytes.size());
  std::transform(array.bytes.begin(), array.bytes.end(), dataset.values.begin(),
                 [](std::uint8_t pixel) { return static_cast<float>(pixel) / 255; });
}

/// The logistic loss may have its classes as -1 and +1: they become 0 and 1.
void map_signs(std::vector<std::int64_t>& labels) {
  const bool signs = std::all_of(labels.begin(), labels.end(), [](auto label) { return label == -1 || label == 1; });
  if (signs) std::replace(labels.begin(), labels.end(), std::int64_t{-1}, std::int64_t{0});
}

std::vector<std::int64_t> whole_numbers(const DataArray& array, const std::string& shown) {
  if (array.kind == Kind::floats) {
    for (std::size_t i = 0; i < array.floats.size(); ++i)
      require(array.floats[i] == std::rint(array.floats[i]) && std::fabs(array.floats[i]) < 0x1p24f, Exit::bad_data,
              "{}: label {} of example {} is not a whole number", shown, array.floats[i], i);
    return {array.floats.begin(), array.floats.end()};
  }
  return array.kind == Kind::integers ? array.integers
                                      : std::vector<std::int64_t>(array.bytes.begin(), array.bytes.end());
}

void take_labels(const DataArray& array, const std::string& shown, const Network& network, Dataset& dataset) {
  const bool column = array.text && array.shape[1] == 1;
  require(array.shape.size() == 1 || column, Exit::bad_data, "{}: labels have the shape {}, it must be (examples,)",
          shown, shape_text(array.shape));
  std::vector<std::int64_t> labels = whole_numbers(array, shown);
  const bool two_classes = network.outputs() == 1;  // logistic loss, or squared loss with targets -1 and +1
  if (two_classes) map_signs(labels);
  const std::int64_t classes = two_classes ? 2 : network.outputs();
  for (std::size_t i = 0; i < labels.size(); ++i)
    require(labels[i] >= 0 && labels[i] < classes, Exit::bad_data, "{}: label {} of example {} is not in 0..{}{}",
            shown, labels[i], i, classes - 1, two_classes ? ", nor are all labels -1 or 1" : "");
  dataset.labels.resize(labels.size());
  std::transform(labels.begin(), labels.end(), dataset.labels.begin(),
                 [](std::int64_t label) { return static_cast<std::int32_t>(label); });
  if (network.loss() == Loss::mse) make_targets(dataset, network);
}

void take_targets(DataArray&& array, const std::string& shown, const Network& network, Dataset& dataset) {
  require(network.loss() == Loss::mse, Exit::bad_data,
          "{}: labels are {}, --loss {} needs integers; convert them with .astype('int32')", shown, array.type,
          name(network.loss()));
  const auto outputs = static_cast<std::size_t>(network.outputs());
  const bool fits = array.shape.size() == 2 ? array.shape[1] == outputs : array.shape.size() == 1 && outputs == 1;
  require(fits, Exit::bad_data, "{}: targets have the shape {}, a network of {} outputs needs ({}, {})", shown,
          shape_text(array.shape), outputs, dataset.examples, outputs);
  dataset.targets = std::move(array.floats);
}

/// Text does not tell labels from targets: one column with the squared loss is a label when there are several outputs.
void take_answers(DataArray&& array, const std::string& shown, const Network& network, Dataset& dataset) {
  const bool labels_in_text =
      array.text && (network.loss() != Loss::mse || (array.shape[1] == 1 && network.outputs() > 1));
  if (array.kind == Kind::floats && !labels_in_text)
    take_targets(std::move(array), shown, network, dataset);
  else
    take_labels(array, shown, network, dataset);
}

/// Inputs and labels (or targets) side by side in each row.
void take_table(DataArray&& table, const std::string& shown, const Network& network, Dataset& dataset) {
  require(table.text, Exit::bad_data, "{}: holds one array of {}, inputs or labels; {}", shown, table.type,
          how_to_write);
  const auto inputs = static_cast<std::size_t>(network.inputs()), columns = table.shape[1], rows = table.shape[0];
  const auto targets = static_cast<std::size_t>(network.loss() == Loss::mse ? network.outputs() : 1);
  require(columns == inputs + 1 || columns == inputs + targets, Exit::bad_data,
          "{}: {} columns; {} inputs and a label{} are needed; write --network {}-...", shown, columns, inputs,
          targets > 1 ? fmt::format(" or {} targets", targets) : "", columns > 1 ? columns - 1 : 1);
  DataArray answers{.shape = {rows, columns - inputs}, .type = table.type, .text = true};
  DataArray values{.shape = {rows, inputs}, .type = table.type, .text = true};
  for (std::size_t row = 0; row < rows; ++row) {
    const float* const begin = table.floats.data() + row * columns;
    values.floats.insert(values.floats.end(), begin, begin + inputs);
    answers.floats.insert(answers.floats.end(), begin + inputs, begin + columns);
  }
  take_inputs(std::move(values), shown, network, dataset);
  take_answers(std::move(answers), shown, network, dataset);
}

}  // namespace

Dataset read_dataset(std::string_view files, const Network& network, std::string_view option) {
  const std::size_t comma = files.find(',');
  const bool pair = comma != files.npos;
  require(pair ? comma > 0 && comma + 1 < files.size() && files.find(',', comma + 1) == files.npos : !files.empty(),
          Exit::usage, "{} {} is not one file or a pair; {}", option, printable(files), how_to_write);
  const std::string first(files.substr(0, comma)), shown = printable(first);
  Dataset dataset;
  dataset.origin = printable(files);
  if (!pair) {
    take_table(read_data_array(first), shown, network, dataset);
  } else {
    take_inputs(read_data_array(first), shown, network, dataset);
    const std::string second(files.substr(comma + 1));
    DataArray answers = read_data_array(second);
    require(!answers.shape.empty() && answers.shape[0] == static_cast<std::size_t>(dataset.examples), Exit::bad_data,
            "{}: holds the shape {} for the {} examples of {}", printable(second), shape_text(answers.shape),
            dataset.examples, shown);
    take_answers(std::move(answers), printable(second), network, dataset);
  }
  check(dataset, network);  // finite numbers
  return dataset;
}

void keep_first(Dataset& dataset, int examples) {
  require(examples <= dataset.examples, Exit::usage, "--examples {}: {} holds only {}", examples, dataset.origin,
          dataset.examples);
  const auto kept = static_cast<std::size_t>(examples);
  dataset.examples = examples;
  dataset.values.resize(kept * static_cast<std::size_t>(dataset.inputs));
  if (!dataset.labels.empty()) dataset.labels.resize(kept);
  if (!dataset.targets.empty()) dataset.targets.resize(kept * static_cast<std::size_t>(dataset.outputs));
}

}  // namespace replicas
