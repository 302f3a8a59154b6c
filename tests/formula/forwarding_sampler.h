#pragma once

#include <memory>

#include "engine/engine.h"
#include "engine/plain/plain_engine.h"

namespace replicas {

/// The plain sampler behind one that a test derives from it to change or to listen to something.
class ForwardingSampler : public Sampler {
 public:
  explicit ForwardingSampler(const Ensemble& ensemble) : plain_(ensemble) {}

  std::string name() const override { return plain_.name(); }
  int threads() const override { return plain_.threads(); }
  const Ensemble& ensemble() const override { return plain_.ensemble(); }
  void load(std::span<const float> weights) override { plain_.load(weights); }
  const WeightBatch& state() const override { return plain_.state(); }
  std::vector<float> weight_norms2() const override { return plain_.weight_norms2(); }
  std::vector<ReplicaSums> advance(std::uint64_t first, std::uint64_t last) override {
    return plain_.advance(first, last);
  }

 private:
  PlainSampler<float> plain_;
};

/// An engine of such a sampler and the plain landscape.
template <class Own, class... Arguments>
Engine engine_with(const Ensemble& ensemble, Arguments... arguments) {
  return Engine(std::make_unique<Own>(ensemble, arguments...), std::make_unique<PlainLandscape<float>>(ensemble.system),
                std::make_unique<ProcessorSpectra>(1));
}

}  // namespace replicas
