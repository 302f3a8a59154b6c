#pragma once

#include <cstdint>

#include "model/dataset.h"

namespace replicas {

/// Which random numbers examples are made of: equal ones give equal examples. Those of a data set are of step 0.
struct ExampleDraw {
  int examples = 32;
  std::uint64_t seed = 1;
  std::uint64_t number = 0;  ///< of the data set, or of the stream that fresh examples come in
  std::uint64_t step = 0;
};

/// A law of examples: batches that are drawn afresh at every step (Batch::Draw::online) come from it, and so do the
/// examples that a run measures on.
class ExampleSource {
 public:
  virtual ~ExampleSource() = default;
  /// Independent examples, a pure function of `draw`, in the place of what `into` held: examples, inputs, outputs,
  /// values, labels and targets. May be called by several threads at once.
  virtual void draw(const ExampleDraw& draw, Dataset& into) const = 0;
};

/// Standard normal inputs and uniform random labels: the law of random_dataset.
class RandomExamples final : public ExampleSource {
 public:
  explicit RandomExamples(Network network) : network_(std::move(network)) {}
  void draw(const ExampleDraw& draw, Dataset& into) const override;

 private:
  Network network_;
};

}  // namespace replicas
