#include "model/dataset.h"

#include <algorithm>
#include <cmath>

#include "model/error.h"
#include "model/example_source.h"
#include "physics/noise.h"

namespace replicas {

namespace {

/// Normal numbers by fours, as `noise` would give them one by one.
void fill_with_noise(const ExampleDraw& draw, std::vector<float>& values) {
  const std::uint64_t blocks = (values.size() + 3) / 4;
  for (std::size_t block = 0; block < blocks; ++block) {
    const Words words = noise_words(draw.seed, Purpose::data, draw.number, blocks, draw.step, block);
    const NormalPair<float> first = box_muller<float>(words[0], words[1]),
                            second = box_muller<float>(words[2], words[3]);
    const float four[] = {first.cosine, first.sine, second.cosine, second.sine};
    for (std::size_t i = 4 * block; i < std::min(values.size(), 4 * block + 4); ++i) values[i] = four[i % 4];
  }
}

}  // namespace

void RandomExamples::draw(const ExampleDraw& draw, Dataset& into) const {
  into.examples = draw.examples;
  into.inputs = network_.inputs();
  into.outputs = network_.outputs();
  const auto examples = static_cast<std::size_t>(draw.examples);
  into.values.resize(examples * static_cast<std::size_t>(into.inputs));
  fill_with_noise(draw, into.values);
  const auto classes =
      static_cast<std::uint64_t>(network_.loss() == Loss::mse && network_.outputs() == 1 ? 2 : network_.classes());
  into.labels.resize(examples);
  const std::uint64_t blocks = (examples + 3) / 4;
  for (std::size_t i = 0; i < examples; ++i) {
    const Words words = noise_words(draw.seed, Purpose::labels, draw.number, blocks, draw.step, i / 4);
    into.labels[i] = static_cast<std::int32_t>((words[i % 4] * classes) >> 32);
  }
  if (network_.loss() == Loss::mse) make_targets(into, network_);
}

Dataset random_dataset(const Network& network, int examples, std::uint64_t seed, std::uint64_t number) {
  Dataset dataset;
  RandomExamples(network).draw({.examples = examples, .seed = seed, .number = number}, dataset);
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
