#pragma once

#include <memory>
#include <utility>

#include "solve/outcome.h"
#include "solve/state_bytes.h"

namespace replicas::solve {

/// One solver at work on one instance, which can be left at any iteration and gone on with later, bit for bit.
class Attempt {
 public:
  virtual ~Attempt() = default;
  /// One iteration (or epoch); false when it had ended already.
  virtual bool advance() = 0;
  virtual Outcome outcome() const = 0;
  virtual std::vector<std::byte> state() = 0;
  virtual void restore(const std::vector<std::byte>& state) = 0;
};

/// An attempt of a class that has advance(), outcome() and visit(archive).
template <class Solver>
class AttemptBy final : public Attempt {
 public:
  template <class... Arguments>
  explicit AttemptBy(Arguments&&... arguments) : solver_(std::forward<Arguments>(arguments)...) {}
  bool advance() override { return solver_.advance(); }
  Outcome outcome() const override { return solver_.outcome(); }
  std::vector<std::byte> state() override {
    StateWriter writer;
    solver_.visit(writer);
    return writer.bytes();
  }
  void restore(const std::vector<std::byte>& state) override {
    StateReader reader(state);
    solver_.visit(reader);
  }

 private:
  Solver solver_;
};

}  // namespace replicas::solve
