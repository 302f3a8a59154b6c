#include "model/dataset_file.h"

#include <algorithm>
#include <limits>

#include "model/error.h"
#include "model/input_file.h"
#include "model/npy.h"
#include "model/printable.h"

namespace replicas {

namespace {

void read_inputs(const std::string& file, const Network& network, Dataset& dataset) {
  const std::vector<std::byte> bytes = read_input_file(file);
  const NpyArray array = parse_npy(bytes, file);
  const std::string shown = printable(file);
  require(array.is_float(), Exit::bad_data,
          "{}: inputs are {}, they must be float32 or float64; scale and convert them", shown, name(array.type));
  require(array.shape.size() == 2, Exit::bad_data,
          "{}: inputs have the shape {}, it must be (examples, inputs); reshape them", shown, shape_text(array));
  require(array.shape[0] >= 1 && array.shape[0] <= std::numeric_limits<int>::max(), Exit::bad_data,
          "{}: {} examples; there must be at least 1 and at most {}", shown, array.shape[0],
          std::numeric_limits<int>::max());
  require(array.shape[1] == static_cast<std::size_t>(network.inputs()), Exit::bad_data,
          "{}: an example has {} inputs, the network takes {}; write --network {}-...", shown, array.shape[1],
          network.inputs(), array.shape[1]);
  dataset.examples = static_cast<int>(array.shape[0]);
  dataset.inputs = network.inputs();
  dataset.outputs = network.outputs();
  dataset.values = to_floats(array);
}

/// The logistic loss may have its classes as -1 and +1: they become 0 and 1.
void map_signs(std::vector<std::int64_t>& labels) {
  const bool signs = std::all_of(labels.begin(), labels.end(), [](auto label) { return label == -1 || label == 1; });
  if (signs) std::replace(labels.begin(), labels.end(), std::int64_t{-1}, std::int64_t{0});
}

void take_labels(const NpyArray& array, const std::string& file, const Network& network, Dataset& dataset) {
  const std::string shown = printable(file);
  require(array.shape.size() == 1, Exit::bad_data, "{}: labels have the shape {}, it must be (examples,)", shown,
          shape_text(array));
  std::vector<std::int64_t> labels = to_integers(array);
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

void take_targets(const NpyArray& array, const std::string& file, const Network& network, Dataset& dataset) {
  const std::string shown = printable(file);
  require(network.loss() == Loss::mse, Exit::bad_data,
          "{}: labels are {}, --loss {} needs integers; convert them with .astype('int32')", shown, name(array.type),
          name(network.loss()));
  const auto outputs = static_cast<std::size_t>(network.outputs());
  const bool fits = array.shape.size() == 2 ? array.shape[1] == outputs : array.shape.size() == 1 && outputs == 1;
  require(fits, Exit::bad_data, "{}: targets have the shape {}, a network of {} outputs needs ({}, {})", shown,
          shape_text(array), outputs, dataset.examples, outputs);
  dataset.targets = to_floats(array);
}

void read_labels(const std::string& file, const std::string& inputs_file, const Network& network, Dataset& dataset) {
  const std::vector<std::byte> bytes = read_input_file(file);
  const NpyArray array = parse_npy(bytes, file);
  require(!array.shape.empty() && array.shape[0] == static_cast<std::size_t>(dataset.examples), Exit::bad_data,
          "{}: holds the shape {} for the {} examples of {}", printable(file), shape_text(array), dataset.examples,
          printable(inputs_file));
  if (array.is_float())
    take_targets(array, file, network, dataset);
  else
    take_labels(array, file, network, dataset);
}

}  // namespace

Dataset read_dataset(std::string_view files, const Network& network) {
  const std::size_t comma = files.find(',');
  require(comma != files.npos && comma > 0 && comma + 1 < files.size() && files.find(',', comma + 1) == files.npos,
          Exit::usage, "'{}' is not a pair of files; write --data inputs.npy,labels.npy", printable(files));
  const std::string inputs_file(files.substr(0, comma));
  Dataset dataset;
  dataset.origin = printable(files);
  read_inputs(inputs_file, network, dataset);
  read_labels(std::string(files.substr(comma + 1)), inputs_file, network, dataset);
  check(dataset, network);  // finite numbers
  return dataset;
}

}  // namespace replicas
