#pragma once

#include <complex>
#include <span>

namespace replicas {

/// In-place discrete Fourier transform, X_k = sum_j x_j exp(-2 pi i j k / n), n a power of two. The inverse is the same
/// with the two parts of every number exchanged, divided by n.
void fourier_transform(std::span<std::complex<double>> values);

}  // namespace replicas
