#include "model/dataset.h"

#include <cmath>

#include "model/error.h"
#include "physics/noise.h"

namespace replicas {

Dataset random_dataset(const Network& network, int examples, std::uint64_t seed, std::uint64_t number) {
  Dataset dataset;
  dataset.examples = examples;
  dataset.inputs = network.inputs();
  dataset.outputs = network.outputs();
  const std::size_t values = static_cast<std::size_t>(examples) * static_cast<std::size_t>(dataset.inputs);
  dataset.values.resize(values);
  const std::uint64_t blocks = (values + 3) / 4;
  for (std::size_t i = 0; i < values; ++i) dataset.values[i] = noise(seed, Purpose::data, number, blocks, 0, i);
  const auto classes =
      static_cast<std::uint64_t>(network.loss() == Loss::mse && network.outputs() == 1 ? 2 : network.classes());
  dataset.labels.resize(static_cast<std::size_t>(examples));
  for (std::size_t i = 0; i < dataset.labels.size(); ++i) {
    const Words words = noise_words(seed, Purpose::labels, number, 0, 0, i / 4);
    dataset.labels[i] = static_cast<std::int32_t>((words[i % 4] * classes) >> 32);
  }
  if (network.loss() == Loss::mse) make_targets(dataset, network);
  dataset.origin = fmt::format("random, seed {}, number {}", seed, number);
  return dataset;
}

Dataset restricted(const Dataset& dataset, const std::vector<std::uint32_t>& examples) {
  Dataset some = dataset;
  some.examples = static_cast<int>(examples.size());
  const auto choose = [&](const auto& all, auto& chosen, std::size_t each) {
    chosen.clear();
    for (const std::uint32_t example : examples)
      for (std::size_t i = 0; !all.empty() && i < each; ++i) chosen.push_back(all[example * each + i]);
  };
  choose(dataset.values, some.values, static_cast<std::size_t>(dataset.inputs));
  choose(dataset.labels, some.labels, 1);
  choose(dataset.targets, some.targets, static_cast<std::size_t>(dataset.outputs));
  return some;
}

void make_targets(Dataset& dataset, const Network& network) {
  const auto outputs = static_cast<std::size_t>(network.outputs());
  dataset.targets.assign(dataset.labels.size() * outputs, 0.0f);
  for (std::size_t i = 0; i < dataset.labels.size(); ++i) {
    if (outputs == 1)
      dataset.targets[i] = dataset.labels[i] == 1 ? 1.0f : -1.0f;
    else
      dataset.targets[i * outputs + static_cast<std::size_t>(dataset.labels[i])] = 1.0f;
  }
}

void check(const Dataset& dataset, const Network& network) {
  const auto examples = static_cast<std::size_t>(dataset.examples);
  require(dataset.examples >= 1, ErrorKind::bad_data, "{}: no examples", dataset.origin);
  require(dataset.inputs == network.inputs(), ErrorKind::bad_data,
          "{}: an example has {} inputs, the network takes {}; write <network> {}-...", dataset.origin, dataset.inputs,
          network.inputs(), dataset.inputs);
  require(dataset.values.size() == examples * static_cast<std::size_t>(dataset.inputs), ErrorKind::bad_data,
          "{}: {} input values for {} examples of {}", dataset.origin, dataset.values.size(), dataset.examples,
          dataset.inputs);
  for (std::size_t i = 0; i < dataset.values.size(); ++i)
    require(std::isfinite(dataset.values[i]), ErrorKind::bad_data, "{}: input {} of example {} is not a finite number",
            dataset.origin, i % static_cast<std::size_t>(dataset.inputs), i / static_cast<std::size_t>(dataset.inputs));
  if (network.loss() == Loss::mse) {
    require(dataset.targets.size() == examples * static_cast<std::size_t>(network.outputs()), ErrorKind::bad_data,
            "{}: {} target values, <loss> mse needs {} for each of {} examples", dataset.origin, dataset.targets.size(),
            network.outputs(), dataset.examples);
    for (std::size_t i = 0; i < dataset.targets.size(); ++i)
      require(std::isfinite(dataset.targets[i]), ErrorKind::bad_data, "{}: target {} is not a finite number",
              dataset.origin, i);
  } else {
    require(dataset.labels.size() == examples, ErrorKind::bad_data, "{}: {} labels for {} examples", dataset.origin,
            dataset.labels.size(), dataset.examples);
  }
  const int classes = network.loss() == Loss::mse && network.outputs() == 1 ? 2 : network.classes();
  for (std::size_t i = 0; i < dataset.labels.size(); ++i)
    require(dataset.labels[i] >= 0 && dataset.labels[i] < classes, ErrorKind::bad_data,
            "{}: label {} of example {} is not in 0..{}", dataset.origin, dataset.labels[i], i, classes - 1);
}

}  // namespace replicas
