// Schedules are pure functions of the step; what no engine computes yet is refused by all of them.
#include "model/dynamics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "engine/engine.h"
#include "expect_error.h"
#include "formula/tiny_ensemble.h"

namespace replicas {
namespace {

using Shape = FactorSchedule::Shape;

TEST(FactorSchedule, HasItsEndsAndItsMiddle) {
  const auto at = [](Shape shape, std::uint64_t step) { return FactorSchedule{shape, 4, 0.25, 100}.at(step); };
  for (const Shape shape : {Shape::exponential, Shape::linear, Shape::cosine}) {
    EXPECT_DOUBLE_EQ(at(shape, 0), 4);
    EXPECT_EQ(at(shape, 100), 0.25);
    EXPECT_EQ(at(shape, 1'000'000'000'000), 0.25);
  }
  EXPECT_DOUBLE_EQ(at(Shape::exponential, 50), 1);  // the geometric mean
  EXPECT_DOUBLE_EQ(at(Shape::linear, 50), 2.125);
  EXPECT_DOUBLE_EQ(at(Shape::cosine, 50), 2.125);
  EXPECT_DOUBLE_EQ(at(Shape::exponential, 25), 2);
  EXPECT_DOUBLE_EQ(at(Shape::linear, 25), 3.0625);
  EXPECT_DOUBLE_EQ(at(Shape::cosine, 25), 0.25 + 3.75 * (1 + std::sqrt(0.5)) / 2);
  EXPECT_EQ(at(Shape::constant, 7), 4);
}

TEST(Dynamics, WhatNoEngineComputesIsRefusedByEveryEngine) {
  const std::vector<std::pair<std::string, std::function<void(Dynamics&)>>> cases = {
      {"coupled replicas", [](Dynamics& d) { d.coupling.strength = 1; }},
      {"constrained weights", [](Dynamics& d) { d.constraint = Constraint::sphere; }}};
  for (const std::string& backend : backends()) {
    EXPECT_NO_THROW(make_engine({.backend = backend}, tiny_ensemble(2))) << backend;
    for (const auto& [words, change] : cases) {
      Ensemble ensemble = tiny_ensemble(2);
      change(ensemble.dynamics);
      expect_error([&] { make_engine({.backend = backend}, ensemble); }, ErrorKind::bad_value, words);
    }
  }
}

}  // namespace
}  // namespace replicas
