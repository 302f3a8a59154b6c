#include "data/class_names.h"

#include <cmath>
#include <limits>

#include "model/error.h"
#include "model/printable.h"

namespace replicas {

namespace {

constexpr std::size_t most_classes = 100;

/// Which words the rows use: one that only an open header held counts for nothing.
std::vector<bool> used(const DataArray& array, const CsvWords& words) {
  std::vector<bool> used(words.names.size(), false);
  for (const float number : array.floats) used[static_cast<std::size_t>(number)] = true;
  return used;
}

/// The classes in the order of their numbers.
std::vector<std::string> sorted_classes(const DataArray& array, const CsvWords& words, const Answers& answers,
                                        const Network& network) {
  const std::vector<bool> in_use = used(array, words);
  std::vector<std::string> classes;
  for (std::size_t i = 0; i < words.names.size(); ++i)
    if (in_use[i]) classes.push_back(words.names[i]);
  std::ranges::sort(classes);
  const auto outputs = static_cast<std::size_t>(network.outputs() == 1 ? 2 : network.outputs());
  require(
      classes.size() <= std::min(std::max(most_classes, outputs), std::max<std::size_t>(outputs, array.shape[0] / 2)),
      ErrorKind::bad_data,
      "{}: column {} holds {} different words in {} rows: that is no class label; choose with <label>", answers.source,
      answers.column + 1, classes.size(), array.shape[0]);
  require(classes.size() <= outputs, ErrorKind::bad_data, "{}: {} classes ({}), the network tells {} apart; write {}",
          answers.source, classes.size(), class_list(classes), outputs,
          network.outputs() == 1 ? fmt::format("<loss> softmax and <network> ...-{}", classes.size())
                                 : fmt::format("<network> ...-{}", classes.size()));
  return classes;
}

}  // namespace

void take_class_names(const DataArray& array, const CsvWords& words, const Answers& answers, const Network& network,
                      const Dataset* training, Dataset& dataset) {
  require(training == nullptr || !training->class_names.empty(), ErrorKind::bad_data,
          "{}: labels are words ('{}'), those of the training data are numbers; write numbers here, too",
          answers.source, printable(words.names[0]));
  dataset.class_names = training != nullptr ? training->class_names : sorted_classes(array, words, answers, network);
  const std::vector<bool> in_use = used(array, words);
  std::vector<std::int32_t> number(words.names.size(), 0);
  for (std::size_t i = 0; i < words.names.size(); ++i) {
    const auto found = std::ranges::lower_bound(dataset.class_names, words.names[i]);
    if (found == dataset.class_names.end() || *found != words.names[i]) {
      if (in_use[i])
        refuse(answers.source, words.places[i], "'{}' is no class of the training data, which are {}",
               printable(words.names[i]), class_list(dataset.class_names));
      continue;
    }
    number[i] = static_cast<std::int32_t>(found - dataset.class_names.begin());
  }
  for (const float word : array.floats) dataset.labels.push_back(number[static_cast<std::size_t>(word)]);
  std::string text;
  for (std::size_t k = 0; k < std::min(dataset.class_names.size(), most_classes); ++k)
    text += fmt::format("{}{} = {}", k > 0 ? ", " : "", printable(dataset.class_names[k]), k);
  if (training == nullptr)
    dataset.remarks.push_back(
        {fmt::format("{}: {} classes by name: {}", answers.source, dataset.class_names.size(), text)});
}

std::string class_list(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    if (text.size() + name.size() > 80) return text + ", ...";
    text += (text.empty() ? "" : ", ") + printable(name);
  }
  return text;
}

}  // namespace replicas
