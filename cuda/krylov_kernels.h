#pragma once

#include <vector>

#include "device_array.h"
#include "engine/krylov_basis.h"

namespace replicas::gpu {

/// a . b of every replica, summed in double, in an order that N alone fixes; both replicas x N.
std::vector<double> dots(Stream& stream, const DeviceArray<float>& a, const DeviceArray<float>& b,
                         std::size_t replicas);
/// sum += part / divisor.
void add(Stream& stream, const DeviceArray<float>& sum, const DeviceArray<float>& part, float divisor);

/// Krylov bases of several replicas on the device: vectors x replicas x N.
struct KrylovView {
  float* basis;
  float* last;           ///< replicas x N: the vectors appended last, once more
  const float* product;  ///< replicas x N: of those
  double* rest;          ///< replicas x N: room for work
  const std::uint8_t* ended;
  KrylovStep* steps;
  std::int64_t replicas, each;
  int size;  ///< vectors of a basis before this call
};

/// The first vectors: unit vectors of those in `last`.
void start_krylov(Stream& stream, const KrylovView& view);
/// HostKrylovBasis::add for all replicas, a block of threads each.
void step_krylov(Stream& stream, const KrylovView& view);
/// HostKrylovBasis::combine; coefficients: replicas x size.
void combine_krylov(Stream& stream, const KrylovView& view, const double* coefficients, float* combined);

}  // namespace replicas::gpu
