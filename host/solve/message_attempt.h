#pragma once

#include <utility>

#include "solve/full_messages.h"
#include "solve/message_passing.h"

namespace replicas::solve {

/// Messages of either form as a solver: until the signs of the magnetisations solve the instance; bp until it
/// converges.
template <class Passing>
class MessageAttempt {
 public:
  MessageAttempt(const Instance& instance, const MessageOptions& options, const Kernels& kernels)
      : instance_(instance), options_(options), kernels_(kernels), messages_(instance, options, kernels) {}

  bool advance() {
    if (done_ || messages_.iterations() >= options_.iterations) return false;
    const double moved = messages_.iterate();
    before_ = std::move(now_);
    now_ = messages_.weights();
    if (options_.kind == Messages::bp) {
      done_ = moved < options_.precision;
    } else {
      done_ = errors(instance_, now_, kernels_) == 0;
    }
    return true;
  }

  Outcome outcome() const {
    Outcome outcome;
    outcome.weights = messages_.weights();
    outcome.errors = errors(instance_, outcome.weights, kernels_);
    outcome.solved = outcome.errors == 0;
    outcome.iterations = messages_.iterations();
    if (now_.rows() > 0 && before_.rows() > 0) {
      int turned = 0;
      for (int k = 0; k < now_.rows(); ++k) turned += kernels_.differing(before_.row(k), now_.row(k), now_.words());
      outcome.turning = static_cast<double>(turned) / instance_.machine.weights();
    }
    outcome.converged = options_.kind != Messages::bp || done_;
    if (options_.kind == Messages::bp && done_) outcome.entropy = messages_.bethe() / instance_.machine.weights();
    return outcome;
  }

  template <class Archive>
  void visit(Archive& archive) {
    archive(messages_, before_, now_, done_);
  }

 private:
  const Instance& instance_;
  MessageOptions options_;
  const Kernels& kernels_;
  Passing messages_;
  BitRows before_, now_;  ///< signs of the last two iterations
  bool done_ = false;
};

}  // namespace replicas::solve
