#include "data/answers.h"

#include <cmath>

#include "data/class_names.h"
#include "model/error.h"

namespace replicas {

namespace {

using Kind = DataArray::Kind;
using Labels = std::vector<std::int64_t>;

constexpr std::size_t most_classes = 100;

double value_at(const DataArray& array, std::size_t i) {
  return array.kind == Kind::floats     ? static_cast<double>(array.floats[i])
         : array.kind == Kind::integers ? static_cast<double>(array.integers[i])
                                        : static_cast<double>(array.bytes[i]);
}

Labels whole_numbers(const Answers& answers) {
  const DataArray& array = answers.array;
  if (array.kind == Kind::floats) {
    for (std::size_t i = 0; i < array.floats.size(); ++i)
      require(array.floats[i] == std::rint(array.floats[i]) && std::fabs(array.floats[i]) < 0x1p24f,
              ErrorKind::bad_data, "{}: label {} of example {} is not a whole number; {}", answers.source,
              array.floats[i], i, answers.advice.empty() ? "real targets need <loss> mse" : answers.advice);
    return {array.floats.begin(), array.floats.end()};
  }
  return array.kind == Kind::integers ? array.integers : Labels(array.bytes.begin(), array.bytes.end());
}

bool are_signs(const Labels& labels) {
  return std::ranges::all_of(labels, [](auto label) { return label == -1 || label == 1; });
}

void take_as_targets(const DataArray& array, Dataset& dataset) {
  const std::size_t size = array.kind == Kind::floats     ? array.floats.size()
                           : array.kind == Kind::integers ? array.integers.size()
                                                          : array.bytes.size();
  dataset.targets.resize(size);
  for (std::size_t i = 0; i < size; ++i) dataset.targets[i] = static_cast<float>(value_at(array, i));
}

/// 0, 1, 2, ... or 1, 2, 3, ... with few values, each more than once on average: as classes are numbered.
bool are_like_classes(const Labels& labels) {
  const Labels classes = different(labels);
  const auto count = static_cast<std::int64_t>(classes.size());
  return count >= 3 && classes.size() <= std::min(most_classes, labels.size() / 2) &&
         (classes.front() == 0 || classes.front() == 1) && classes.back() - classes.front() == count - 1;
}

/// Integers for the squared loss and one output that are not two classes.
void take_whole_targets(const Answers& answers, const Labels& labels, Dataset& dataset) {
  const auto [low, high] = std::ranges::minmax(labels);
  require(!are_like_classes(labels), ErrorKind::bad_data,
          "{}: integers {} to {} may be {} classes or targets; for classes write <network> ...-{}, for targets save "
          "them as float32",
          answers.source, low, high, different(labels).size(), high + 1);
  take_as_targets(answers.array, dataset);
  dataset.remarks.push_back(
      {fmt::format("{}: integers {} to {} are taken as targets of the squared loss", answers.source, low, high)});
}

std::string how_to_fit(const Labels& labels, std::int64_t classes, const Answers& answers, const Network& network) {
  if (!answers.advice.empty()) return answers.advice;
  const auto [low, high] = std::ranges::minmax(labels);
  if (network.outputs() == 1) return "several classes need <loss> softmax and an output each";
  if (low >= 1 && high == classes) return "they count from 1: subtract 1";
  return low >= 0 && high < 65536 ? fmt::format("write <network> ...-{}", high + 1) : "number the classes from 0";
}

void take_labels(const Answers& answers, const Network& network, Dataset& dataset) {
  Labels labels = whole_numbers(answers);
  const bool one_output = network.outputs() == 1;  // logistic loss, or squared loss with targets -1 and +1
  const bool signs = one_output && are_signs(labels);
  const std::int64_t classes = one_output ? 2 : network.outputs();
  const auto fits = [&](std::int64_t label) { return signs || (label >= 0 && label < classes); };
  if (one_output && network.loss() == Loss::mse && !std::ranges::all_of(labels, fits))
    return take_whole_targets(answers, labels, dataset);
  if (signs) std::ranges::replace(labels, std::int64_t{-1}, std::int64_t{0});
  for (std::size_t i = 0; i < labels.size(); ++i)
    require(labels[i] >= 0 && labels[i] < classes, ErrorKind::bad_data,
            "{}: label {} of example {} is not in 0..{}{}; {}", answers.source, labels[i], i, classes - 1,
            one_output ? ", nor are all labels -1 or 1" : "", how_to_fit(labels, classes, answers, network));
  dataset.labels.assign(labels.begin(), labels.end());
  if (one_output && network.loss() == Loss::mse && !signs)
    dataset.remarks.push_back(
        {fmt::format("{}: labels 0 and 1 are taken as targets -1 and 1 of the squared loss", answers.source)});
}

/// One 1 a row, in the column of its class.
void take_one_hot(const Answers& answers, const Network& network, Dataset& dataset) {
  const DataArray& array = answers.array;
  Answers numbers{.array = {.shape = {array.shape[0]}, .kind = Kind::integers, .type = "int64"},
                  .source = answers.source,
                  .column = answers.column,
                  .advice = answers.advice};
  for (std::size_t row = 0; row < array.shape[0]; ++row)
    for (std::size_t column = 0; column < array.shape[1]; ++column)
      if (value_at(array, row * array.shape[1] + column) == 1)
        numbers.array.integers.push_back(static_cast<std::int64_t>(column));
  const auto classes = static_cast<std::size_t>(network.classes());
  require(array.shape[1] == classes, ErrorKind::bad_data,
          "{}: labels are one-hot rows of {} classes, the network tells {} apart; write <network> ...-{}",
          answers.source, array.shape[1], classes, array.shape[1]);
  take_labels(numbers, network, dataset);
  dataset.remarks.push_back({fmt::format("{}: one-hot rows are taken as labels 0 to {}, the column of the 1",
                                         answers.source, array.shape[1] - 1)});
}

void take_targets(const Answers& answers, const Network& network, Dataset& dataset) {
  const DataArray& array = answers.array;
  require(network.loss() == Loss::mse, ErrorKind::bad_data,
          "{}: labels are {}, <loss> {} needs integers; convert them with .astype('int32')", answers.source, array.type,
          name(network.loss()));
  const auto outputs = static_cast<std::size_t>(network.outputs());
  const bool fits = array.shape.size() == 2 ? array.shape[1] == outputs : array.shape.size() == 1 && outputs == 1;
  require(fits, ErrorKind::bad_data, "{}: targets have the shape {}, a network of {} outputs needs ({}, {})",
          answers.source, shape_text(array.shape), outputs, dataset.examples, outputs);
  take_as_targets(array, dataset);
  if (array.kind != Kind::floats)
    dataset.remarks.push_back({answers.source + ": integers are taken as targets of the squared loss"});
}

}  // namespace

bool is_one_hot(const DataArray& array) {
  if (array.shape.size() != 2 || array.shape[1] < 2 || !array.csv.words.empty()) return false;
  for (std::size_t row = 0; row < array.shape[0]; ++row) {
    double sum = 0;
    for (std::size_t i = row * array.shape[1]; i < (row + 1) * array.shape[1]; ++i) {
      if (value_at(array, i) != 0 && value_at(array, i) != 1) return false;
      sum += value_at(array, i);
    }
    if (sum != 1) return false;
  }
  return array.shape[0] > 0;
}

void take_answers(Answers&& answers, const Network& network, const Dataset* training, Dataset& dataset) {
  const DataArray& array = answers.array;
  const bool mse = network.loss() == Loss::mse;
  const bool several = array.shape.size() == 2 && array.shape[1] > 1;
  if (!array.csv.words.empty()) {
    const auto& [column, words] = *array.csv.words.begin();
    if (several)
      refuse(answers.source, words.places[0], "'{}' is not a number; one column of words may be the label",
             words.names[0]);
    take_class_names(array, words, answers, network, training, dataset);
  } else if (mse && several && array.shape[1] == static_cast<std::size_t>(network.outputs())) {
    take_targets(answers, network, dataset);
  } else {
    require(training == nullptr || training->class_names.empty(), ErrorKind::bad_data,
            "{}: labels are numbers, those of the training data are words ({}); write words here, too", answers.source,
            training == nullptr ? "" : class_list(training->class_names));
    // Text does not tell labels from targets: one column with the squared loss is a label when there are several
    // outputs.
    const bool labels_in_text = array.text && (!mse || (!several && network.outputs() > 1));
    if (!mse && is_one_hot(array)) {
      take_one_hot(answers, network, dataset);
    } else if (array.kind == Kind::floats && !labels_in_text) {
      take_targets(answers, network, dataset);
    } else {
      require(array.shape.size() == 1 || (array.shape.size() == 2 && !several), ErrorKind::bad_data,
              "{}: labels have the shape {}, it must be (examples,), (examples, 1) or one-hot (examples, classes)",
              answers.source, shape_text(array.shape));
      take_labels(answers, network, dataset);
    }
  }
  if (mse && !dataset.labels.empty()) make_targets(dataset, network);
}

void judge_classes(Dataset& dataset, const std::string& source, const std::string& advice) {
  if (dataset.labels.empty()) return;
  const std::vector<std::int32_t> classes = different(dataset.labels);
  const std::string end = advice.empty() ? "" : "; " + advice;
  if (classes.size() == 1)
    dataset.remarks.push_back({fmt::format("{}: all {} labels are {}: there is one class, and nothing to tell apart{}",
                                           source, dataset.labels.size(), classes[0], end),
                               true});
  else if (classes.size() > most_classes || 2 * classes.size() > dataset.labels.size())
    dataset.remarks.push_back(
        {fmt::format("{}: {} different labels in {} examples: are they classes? Real targets need "
                     "<loss> mse, another column <label>{}",
                     source, classes.size(), dataset.labels.size(), end),
         true});
}

}  // namespace replicas
