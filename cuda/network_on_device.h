#pragma once

#include <memory>
#include <vector>

#include "block_memory.h"
#include "engine/landscape.h"
#include "examples_on_device.h"
#include "system/network/network_system.h"

namespace replicas::gpu {

/// A network and its data in the memory of one GPU, shared by the sampler and the landscape.
class NetworkOnDevice {
 public:
  /// `slots`: replicas per block of the batched path; 0: by the network (anything else is for tests).
  NetworkOnDevice(std::shared_ptr<const System> system, int slots) : system_(std::move(system)), slots_(slots) {
    for (const Dataset& dataset : datasets()) data_.emplace_back(dataset);
  }

  const System& system() const { return *system_; }
  const Network& network() const { return as_network(*system_)->network(); }
  const std::vector<Dataset>& datasets() const { return as_network(*system_)->datasets(); }
  const std::vector<ExamplesOnDevice>& data() const { return data_; }
  int examples() const { return system_->examples(); }
  int slots(int examples) const { return slots_ > 0 ? slots_ : slots_of(network(), examples); }

 private:
  std::shared_ptr<const System> system_;
  int slots_;
  std::vector<ExamplesOnDevice> data_;
};

/// Weights in the memory of the device, count x N in logical order.
class DeviceBatch final : public WeightBatch {
 public:
  DeviceBatch(std::size_t each, std::vector<std::size_t> datasets)
      : WeightBatch(std::move(datasets)), each_(each), values_(count() * each) {}
  std::size_t each() const override { return each_; }
  std::vector<float> weights() const override { return values_.download(); }
  DeviceArray<float>& values() { return values_; }
  const DeviceArray<float>& values() const { return values_; }

 private:
  std::size_t each_;
  DeviceArray<float> values_;
};

/// A batch as one on this device.
class OnDevice : public OwnBatch<DeviceBatch> {
 public:
  explicit OnDevice(const WeightBatch& batch)
      : OwnBatch(batch, [](const WeightBatch& other) {
          auto copy = std::make_unique<DeviceBatch>(other.each(), other.datasets());
          copy->values().upload(other.weights());
          return copy;
        }) {}
  const float* data() const { return (*this)->values().data(); }
};

}  // namespace replicas::gpu
