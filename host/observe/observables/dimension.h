#pragma once

#include "observe/observables/pooled.h"

namespace replicas {

// Effective number of stiff directions (science: "Thermodynamic estimators").

double d_mean(const Digest& digest, std::size_t temperature, ChainSpan chains);  ///< 2 (<L> - L0) / T
double d_var(const Digest& digest, std::size_t temperature, ChainSpan chains);   ///< 2 var(L) / T^2, needs no L0

}  // namespace replicas
