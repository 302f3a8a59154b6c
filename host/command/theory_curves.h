#pragma once

#include "command/theory_quantities.h"

namespace replicas {

inline constexpr Bounds margin_bounds = {0, 3}, load_bounds = {0.001, 50};

// The quantities of `replicas theory`, each from its options to arrays.
NamedArrays entropy_curve(const TheoryOptions& options);
NamedArrays capacity_curve(const TheoryOptions& options);
NamedArrays margin_curve(const TheoryOptions& options);
NamedArrays stability_curve(const TheoryOptions& options);
NamedArrays local_energy_curve(const TheoryOptions& options);
NamedArrays franz_parisi_curves(const TheoryOptions& options);
NamedArrays breakup_load(const TheoryOptions& options);
NamedArrays mixture_curve(const TheoryOptions& options);

}  // namespace replicas
