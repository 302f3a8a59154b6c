#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "run/callbacks.h"

namespace replicas {

// For tests alone. A test in which a run has to go on holds it: REPLICAS_TEST_HOLD=FILE, where the first word of FILE
// is a number of steps, or "descent" or "pilot". While FILE is there and says so, the run waits at that place, doing
// all it does between two calls of the engine (signals, checkpoints, progress), and goes on when FILE is gone.
// REPLICAS_TEST_PACE=10 makes the steps of a sweep take ten times as long, as on a slow or busy machine. Neither
// changes a bit of any result; where the variables are not set, each costs one comparison per call of the engine.
// tests/any_speed.sh runs the tests at several paces.

/// True while the run has to wait after `step` steps, or in `phase`; it has then waited a moment. Ask again.
bool held_after(std::uint64_t step, const Callbacks& callbacks);
bool held_in(std::string_view phase, const Callbacks& callbacks);

/// Stretches the time between its making and its end.
class TestPace {
 public:
  TestPace();
  ~TestPace();
  TestPace(const TestPace&) = delete;
  TestPace& operator=(const TestPace&) = delete;

 private:
  std::chrono::steady_clock::time_point begun_;
};

}  // namespace replicas
