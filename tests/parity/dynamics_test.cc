// Dynamics with velocities and with schedules on the fast engine, against the plain one in double.
#include <gtest/gtest.h>

#include "engine/cpu/instructions.h"
#include "model/error.h"
#include "parity/agreement.h"
#include "parity/slices_agree.h"

namespace replicas {
namespace {

Dynamics changed(Dynamics dynamics, std::size_t number) {
  using Shape = FactorSchedule::Shape;
  dynamics.update = number % 2 == 0 ? Update::baoab : Update::lm;
  dynamics.friction = 0.7;
  if (number % 3 == 1) dynamics.batch = {.size = 8};
  if (number >= 2) dynamics.step_size_schedule = {Shape::cosine, 1, 0.2, 9};
  if (number >= 3) dynamics.temperature_schedule = {Shape::exponential, 1, 0.1, 15};
  return dynamics;
}

class VelocitiesAndSchedules : public testing::TestWithParam<std::size_t> {
 protected:
  Ensemble ensemble() const {
    const NetworkCase cases[] = {{.widths = {7, 19, 3}},
                                 {.widths = {20, 33, 2}, .loss = Loss::mse},
                                 {.widths = {6, 17, 1}, .loss = Loss::logistic}};
    Ensemble result = ensemble_of(cases[GetParam() % 3]);
    if (GetParam() < 5) {
      result.dynamics = changed(result.dynamics, GetParam());
    } else {
      result.temperatures = {0.0};
      result.dynamics.step_sizes.resize(1);
      result.dynamics.update = Update::em;
      result.dynamics.momentum = 0.8;
      result.anchor.clear();
      result.confinement = {Confinement::Kind::decay, 0.01};
    }
    return result;
  }
};

TEST_P(VelocitiesAndSchedules, StepsAgreeOnAllInstructionSets) {
  for (const std::string& instructions : cpu::available_instructions()) {
    const MakeEngine make = [&](const Ensemble& e) { return make_engine({"cpu", 2, instructions}, e); };
    expect_one_step_agrees(ensemble(), make);
    expect_ten_steps_agree(ensemble(), make);
  }
}

/// Also not on an interruption after which another engine goes on from the saved weights and velocities.
TEST_P(VelocitiesAndSchedules, BitsDoNotDependOnCallsThreadsSlicesOrResume) {
  const auto engine = [&](int threads) {
    auto made = make_engine({"cpu", threads}, ensemble());
    made->load(start_of(ensemble()));
    return made;
  };
  const auto one = engine(1), three = engine(3), next = engine(2);
  one->advance(0, 23);
  three->advance(0, 4);
  three->advance(4, 11);
  next->load(three->weights());
  next->load_velocities(three->velocities());
  three->advance(11, 23);
  next->advance(11, 23);
  EXPECT_EQ(one->weights(), three->weights());
  EXPECT_EQ(one->weights(), next->weights());
  EXPECT_EQ(one->velocities(), next->velocities());
  EXPECT_EQ(one->velocities().empty(), !ensemble().dynamics.has_velocities());
  expect_slices_to_have_the_bits_of_the_whole(ensemble(), [](const Ensemble& e) { return make_engine({"cpu", 2}, e); });
}

INSTANTIATE_TEST_SUITE_P(Cases, VelocitiesAndSchedules, testing::Range<std::size_t>(0, 7));

TEST(VelocitiesAndSchedules, WithMuchFrictionBaoabIsLm) {
  // c = exp(-friction h) is 0 to the last bit. Its second noise of a step is lm's first of the next, so positions agree
  // when lm is started with the noise that baoab's velocities begin with: here, where the first differs, in law alone.
  Ensemble ensemble = ensemble_of(NetworkCase{});
  ensemble.dynamics.update = Update::baoab;
  ensemble.dynamics.friction = 1e4;
  const VelocityRule rule = ensemble.velocity_rule(0, 0);
  const double eta = ensemble.dynamics.step_sizes[0], temperature = ensemble.temperatures[0];
  EXPECT_EQ(rule.damping, 0);
  const Block& block = ensemble.layout().blocks()[0];
  const double amplitude = ensemble.noise_amplitude(0, block);
  EXPECT_NEAR(static_cast<double>(rule.second_drift) * amplitude, std::sqrt(eta * temperature / 2), 1e-7);
  EXPECT_NEAR(static_cast<double>(rule.drift) * ensemble.step_size(0, block), eta, 1e-7);
}

TEST(VelocitiesAndSchedules, MomentumIsForDescents) {
  Ensemble ensemble = ensemble_of(NetworkCase{});
  ensemble.dynamics.momentum = 0.9;
  EXPECT_THROW(make_engine({"cpu", 1}, ensemble), Error);
  ensemble.dynamics.momentum = 0;
  ensemble.dynamics.friction = 0;
  EXPECT_THROW(make_engine({"plain"}, ensemble), Error);
}

}  // namespace
}  // namespace replicas
