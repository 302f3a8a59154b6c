#pragma once

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
    if (options_.kind == Messages::bp) {
      done_ = moved < options_.precision;
    } else {
      const int wrong = errors(instance_, messages_.weights(), kernels_);
      done_ = wrong == (options_.mutation == Mutation::flipped_sign ? instance_.count() : 0);
    }
    return true;
  }

  Outcome outcome() const {
    Outcome outcome;
    outcome.weights = messages_.weights();
    outcome.errors = errors(instance_, outcome.weights, kernels_);
    outcome.solved = outcome.errors == 0;
    outcome.iterations = messages_.iterations();
    outcome.converged = options_.kind != Messages::bp || done_;
    if (options_.kind == Messages::bp && done_) outcome.entropy = messages_.bethe() / instance_.machine.weights();
    return outcome;
  }

  template <class Archive>
  void visit(Archive& archive) {
    archive(messages_, done_);
  }

 private:
  const Instance& instance_;
  MessageOptions options_;
  const Kernels& kernels_;
  Passing messages_;
  bool done_ = false;
};

}  // namespace replicas::solve
