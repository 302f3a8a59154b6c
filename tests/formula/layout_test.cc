// Blocks of the weight vector, and what the confinement makes of them.
#include "model/layout.h"

#include <gtest/gtest.h>

#include "formula/tiny_ensemble.h"
#include "model/error.h"
#include "system/decay_ranges.h"

namespace replicas {
namespace {

using Kind = Confinement::Kind;

TEST(Layout, IsMatricesAndBiasesInOrderWithoutGaps) {
  const Network network({3, 5, 2});
  const Layout& layout = network.layout();
  ASSERT_EQ(layout.blocks().size(), 4u);
  std::size_t next = 0;
  for (const Block& block : layout.blocks()) {
    EXPECT_EQ(block.offset, next);
    next = block.end();
  }
  EXPECT_EQ(next, network.weights());
  EXPECT_EQ(layout[2].rows, 5u);
  EXPECT_EQ(layout[2].columns, 2u);
  EXPECT_EQ(layout[3].fan_in, 5);
  EXPECT_TRUE(layout[3].bias);
  EXPECT_EQ(&layout.block_of(layout[3].offset), &layout[3]);
  EXPECT_EQ(&layout.block_of(layout[3].offset - 1), &layout[2]);
  EXPECT_EQ(Network({3, 5, 2}, Activation::tanh, Loss::softmax, false).layout().blocks().size(), 2u);
}

TEST(Layout, OfAnotherNetworkIsRefused) {
  const Network network({3, 5, 2});
  EXPECT_THROW(network.with(Network({3, 4, 2}).layout()), Error);
  Layout layout = network.layout();
  layout[1].step_factor = 3;
  EXPECT_EQ(network.with(layout).layout().largest_step_factor(), 3);
}

TEST(Layout, WithFactorsThatMakeNoSenseIsRefused) {
  for (double Block::*factor : {&Block::step_factor, &Block::noise_factor, &Block::decay_factor}) {
    Ensemble ensemble = tiny_ensemble(2);
    EXPECT_NO_THROW(check(ensemble));
    Layout layout = ensemble.layout();
    layout[2].*factor = -1;
    set_layout(ensemble, layout);
    EXPECT_THROW(check(ensemble), Error);
  }
}

TEST(DecayRanges, JoinWhatIsHeldAlikeInALayer) {
  Ensemble ensemble = tiny_ensemble(1);
  ensemble.confinement = {Kind::decay, 0.25, false};
  EXPECT_EQ(decay_ranges(ensemble, 0).size(), 2u);  // one for each layer
  EXPECT_EQ(joined_decay_ranges(ensemble, 0).size(), 1u);
  Layout layout = ensemble.layout();
  layout[1].decay_factor = 0;
  layout[3].decay_factor = 4;
  set_layout(ensemble, layout);
  const std::vector<DecayRange> ranges = decay_ranges(ensemble, 0);
  ASSERT_EQ(ranges.size(), 4u);
  EXPECT_EQ(ranges[1].decay, 0);
  EXPECT_EQ(ranges[2].decay, 0.25);
  EXPECT_EQ(ranges[3].decay, 1);
  EXPECT_EQ(ranges[3].offset + ranges[3].size, ensemble.weights());
  EXPECT_EQ(largest_decay(ensemble, 0), 1);
}

// V = sum over weights of (decay / 2) (w - centre)^2, with the decay that the block of each weight has.
TEST(DecayRanges, GiveTheEnergyOfTheConfinement) {
  for (const Kind kind : {Kind::none, Kind::prior, Kind::decay, Kind::anchor}) {
    Ensemble ensemble = tiny_ensemble(2);
    ensemble.confinement = {kind, 0.7, true};
    if (kind == Kind::anchor) ensemble.anchor = normal_weights(ensemble);
    Layout layout = ensemble.layout();
    layout[0].decay_factor = 3;
    set_layout(ensemble, layout);
    const std::size_t n = ensemble.weights();
    std::vector<float> weights(n);
    double expected = 0;
    for (std::size_t i = 0; i < n; ++i) {
      weights[i] = 0.1f * static_cast<float>(i) - 1.0f;
      const double centre = ensemble.anchor.empty() ? 0 : static_cast<double>(ensemble.anchor[n + i]);
      const double decay = ensemble.decay(0, ensemble.layout().block_of(i));
      expected += decay / 2 * std::pow(static_cast<double>(weights[i]) - centre, 2);
    }
    EXPECT_NEAR(confinement_energy(ensemble, 1, weights), expected, 1e-12 * expected);
    EXPECT_EQ(expected == 0, kind == Kind::none);
  }
}

}  // namespace
}  // namespace replicas
