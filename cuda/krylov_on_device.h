#pragma once

#include <memory>
#include <span>
#include <vector>

#include "krylov_kernels.h"
#include "network_on_device.h"

namespace replicas::gpu {

/// What a Krylov basis may take of the memory of a device; a larger one is kept by the host.
inline constexpr std::size_t most_krylov_bytes = std::size_t{2} << 30;

/// Krylov vectors in the memory of the device: of a product, three numbers per replica cross to the host.
class DeviceKrylovBasis final : public KrylovBasis {
 public:
  explicit DeviceKrylovBasis(std::size_t most_vectors) : most_(most_vectors) {}
  std::size_t size() const override { return size_; }
  void start(const WeightBatch& vectors) override;
  void append(const WeightBatch& vectors) override;
  const WeightBatch& last() const override { return *last_; }
  std::vector<KrylovStep> add(const WeightBatch& products, std::span<const std::uint8_t> ended) override;
  std::unique_ptr<WeightBatch> combine(std::span<const double> coefficients) const override;
  std::vector<float> values(std::size_t vector) const override;

 private:
  void take(const WeightBatch& vectors);
  KrylovView view() const;

  std::size_t most_, size_ = 0;
  DeviceArray<float> basis_;
  DeviceArray<double> rest_;
  DeviceArray<KrylovStep> steps_;
  std::unique_ptr<DeviceBatch> last_;
  mutable Stream stream_;
};

}  // namespace replicas::gpu
