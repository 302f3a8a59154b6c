#pragma once

#include <span>
#include <utility>
#include <vector>

#include "device.h"

namespace replicas::gpu {

/// An array in the memory of the device, freed with its owner.
template <class T>
class DeviceArray {
 public:
  DeviceArray() = default;
  explicit DeviceArray(std::size_t size) : size_(size) {
    if (size > 0) data_ = static_cast<T*>(allocate(size * sizeof(T)));
  }
  explicit DeviceArray(std::span<const T> values) : DeviceArray(values.size()) { upload(values); }
  explicit DeviceArray(const std::vector<T>& values) : DeviceArray(std::span<const T>(values)) {}
  DeviceArray(DeviceArray&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  DeviceArray& operator=(DeviceArray&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~DeviceArray() { release(data_); }

  T* data() const { return data_; }
  std::size_t size() const { return size_; }
  void upload(std::span<const T> values) { copy_to_device(data_, values.data(), values.size() * sizeof(T)); }
  void set_zero() { clear(data_, size_ * sizeof(T)); }
  std::vector<T> download() const {
    std::vector<T> values(size_);
    copy_to_host(values.data(), data_, size_ * sizeof(T));
    return values;
  }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace replicas::gpu
