#include "data/dataset_file.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "data/answers.h"
#include "data/csv.h"
#include "data/data_array.h"
#include "data/first_rows.h"
#include "data/label_column.h"
#include "data/scaling.h"
#include "data/table.h"
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

/// Numbers of any type as they are; scale_inputs knows what to do with bytes.
void take_inputs(DataArray&& array, const std::string& source, const Network& network, Reading::Scale scale,
                 Dataset& dataset) {
  const bool boolean = array.kind == Kind::integers && array.type == "bool";  // 0 and 1 have one meaning only
  require(array.kind != Kind::integers || boolean || scale != Reading::Scale::automatic, ErrorKind::bad_data,
          "{}: inputs are {}, they must be floating-point numbers, booleans or bytes (pixels); convert them, or say "
          "how they are scaled: <scale> unit, standard or none",
          source, array.type);
  require(array.shape.size() >= 2, ErrorKind::bad_data, "{}: inputs have the shape {}, it must be (examples, inputs)",
          source, shape_text(array.shape));
  require(array.shape[0] >= 1 && array.shape[0] <= std::numeric_limits<int>::max(), ErrorKind::bad_data,
          "{}: {} examples; there must be at least 1 and at most {}", source, array.shape[0],
          std::numeric_limits<int>::max());
  require(row_length(array) == static_cast<std::size_t>(network.inputs()), ErrorKind::bad_data,
          "{}: an example has {} inputs, the network takes {}; write <network> {}-...", source, row_length(array),
          network.inputs(), row_length(array));
  dataset.examples = static_cast<int>(array.shape[0]);
  dataset.inputs = network.inputs();
  dataset.outputs = network.outputs();
  dataset.values = std::move(array.floats);
  if (array.kind == Kind::bytes) dataset.values.assign(array.bytes.begin(), array.bytes.end());
  if (array.kind != Kind::integers) return;
  dataset.values.resize(array.integers.size());
  std::ranges::transform(array.integers, dataset.values.begin(), [](auto x) { return static_cast<float>(x); });
}

}  // namespace

namespace {

/// What is the same for files and arrays: `split` has been taken apart, `source` is the place of the inputs.
Dataset put_together(Split&& split, const std::string& source, const Network& network, const Reading& reading,
                     const Dataset* training, Dataset&& dataset) {
  const bool bytes = split.inputs.kind == Kind::bytes;
  take_inputs(std::move(split.inputs), source, network, reading.scale, dataset);
  const std::vector<std::size_t>& shape = split.answers.array.shape;
  require(!shape.empty() && shape[0] == static_cast<std::size_t>(dataset.examples), ErrorKind::bad_data,
          "{}: holds the shape {} for the {} examples of {}", split.answers.source, shape_text(shape), dataset.examples,
          source);
  const std::string file = split.answers.source, advice = split.answers.advice;
  take_answers(std::move(split.answers), network, training, dataset);
  if (reading.examples > 0) keep_first(dataset, reading.examples);
  judge_classes(dataset, file, advice);
  scale_inputs(dataset, bytes, reading.scale, training, source);
  check(dataset, network);  // finite numbers
  return std::move(dataset);
}

/// "INPUTS,LABELS" or "TABLE.csv".
struct FileNames {
  std::string text, first, second;
  bool pair() const { return !second.empty(); }
};

FileNames file_names(std::string_view files, std::string_view option) {
  const std::size_t comma = files.find(',');
  const bool pair = comma != files.npos;
  require(pair ? comma > 0 && comma + 1 < files.size() && files.find(',', comma + 1) == files.npos : !files.empty(),
          ErrorKind::bad_value, "{} {} is not one file or a pair; {}", option, printable(files), how_to_write);
  return {.text = std::string(files),
          .first = std::string(files.substr(0, comma)),
          .second = pair ? std::string(files.substr(comma + 1)) : ""};
}

}  // namespace

Dataset read_dataset(std::string_view files, const Network& network, const Reading& reading, std::string_view option,
                     const Dataset* training) {
  const FileNames opened = file_names(reading.opened.empty() ? files : reading.opened, option);
  FileNames named = file_names(files, option);
  if (named.pair() != opened.pair()) named = opened;
  const std::string source = printable(named.first);
  Dataset dataset;
  dataset.origin = printable(named.text);
  Split split;
  if (!named.pair()) {
    DataArray table = read_data_array(opened.first, reading);
    require(table.text, ErrorKind::bad_data, "{}: holds one array of {}, inputs or labels; {}", source, table.type,
            how_to_write);
    settle_first_row(table, source, dataset.remarks);
    split = split_table(table, source, network, reading.label, dataset.remarks);
  } else {
    split.inputs = read_data_array(opened.first, reading);
    split.answers = {.array = read_data_array(opened.second, reading), .source = printable(named.second)};
    settle_first_rows(split.inputs, source, split.answers.array, split.answers.source, dataset.remarks);
    leave_out_row_numbers(split.inputs, source, dataset.remarks);
    choose_answers(split.answers, network, training == nullptr ? reading.label : "", dataset.remarks);
  }
  return put_together(std::move(split), source, network, reading, training, std::move(dataset));
}

Dataset make_dataset(NamedArray inputs, NamedArray answers, std::string origin, const Network& network,
                     const Reading& reading, const Dataset* training) {
  Dataset dataset;
  dataset.origin = std::move(origin);
  Split split{.inputs = std::move(inputs.array),
              .answers = {.array = std::move(answers.array), .source = std::move(answers.source)}};
  return put_together(std::move(split), inputs.source, network, reading, training, std::move(dataset));
}

void keep_first(Dataset& dataset, int examples) {
  require(examples <= dataset.examples, ErrorKind::bad_value, "<examples> {}: {} holds only {}", examples,
          dataset.origin, dataset.examples);
  const auto kept = static_cast<std::size_t>(examples);
  dataset.examples = examples;
  dataset.values.resize(kept * static_cast<std::size_t>(dataset.inputs));
  if (!dataset.labels.empty()) dataset.labels.resize(kept);
  if (!dataset.targets.empty()) dataset.targets.resize(kept * static_cast<std::size_t>(dataset.outputs));
}

}  // namespace replicas
