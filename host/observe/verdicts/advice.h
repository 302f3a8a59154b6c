#pragma once

#include <cstdint>
#include <string>

#include "observe/instruments/measurements.h"

namespace replicas {

// What to do, in words that fit the options of the run itself.

/// "use a smaller --step-size, or auto"; where auto chose it, half of what it chose; inputs far from 1 are named first.
std::string smaller_steps(const Measurements& measured);

/// "use more --steps"; of a run that is not yet as long as it was planned: "let it go on to its 150000 steps".
std::string more_steps(const Measurements& measured);

/// `factor` times as many steps after burn-in as the run has had, and the burn-in: a value of --steps, rounded up to
/// two digits, at least what was planned. Statistical errors fall as one over the root of the steps after burn-in, so 4
/// halves them.
std::uint64_t steps_for(const Measurements& measured, double factor);

/// "a wider --prior", "a smaller --weight-decay" or "a smaller --anchor"; "" where nothing confines.
std::string weaker_confinement(const Ensemble& ensemble);

}  // namespace replicas
