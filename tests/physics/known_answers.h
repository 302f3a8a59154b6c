#pragma once

#include <span>
#include <string_view>

#include "physics/check.h"

namespace replicas {

struct UnderTest;

// One function per known answer: it builds ordinary Ensembles, runs the engine it is given, and returns checks. Any
// backend must pass all of them; each planted bug (engine/plain/mutation.h) must fail the ones meant for it.

Checks innovation_em(const UnderTest&);  ///< the noise read back from single steps: variance, law, independence
Checks innovation_lm(const UnderTest&);
Checks gauge_thermometer(const UnderTest&);  ///< exact AR(1) modes of a softmax network, each rule and confinement

/// How dear one is: `long_run` ones are given to the fast engine in full and to the plain engine at a fifth.
enum class Cost { quick, long_run };

struct KnownAnswer {
  std::string_view name;
  Checks (*run)(const UnderTest&);
  Cost cost;
};

inline constexpr KnownAnswer known_answers[] = {
    {"InnovationEm", innovation_em, Cost::quick},
    {"InnovationLm", innovation_lm, Cost::quick},
    {"GaugeThermometer", gauge_thermometer, Cost::quick},
};

}  // namespace replicas
