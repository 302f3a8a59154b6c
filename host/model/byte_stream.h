#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "model/error.h"

namespace replicas {

// Numbers, vectors and records (anything with `visit_fields`) as bytes, in the order and endianness of this machine;
// the files say which that is.

template <class T>
struct IsPlain : std::bool_constant<std::is_arithmetic_v<T> && !std::is_same_v<T, bool>> {};
template <class T, std::size_t N>
struct IsPlain<std::array<T, N>> : IsPlain<T> {};

class ByteWriter {
 public:
  /// `memory`: that of an earlier writer, used again.
  explicit ByteWriter(std::vector<std::byte> memory = {}) : bytes_(std::move(memory)) { bytes_.clear(); }
  template <class T>
  void put(const T& value) {
    if constexpr (IsPlain<T>::value)
      put_bytes(&value, sizeof value);
    else if constexpr (std::is_same_v<T, bool>)
      put(std::uint8_t{value});
    else
      visit_fields(value, [this](const auto&... fields) { (put(fields), ...); });
  }
  template <class T>
  void put(const std::vector<T>& values) {
    put_from(values, 0);
  }
  /// The part of a vector from `first` on, with its length.
  template <class T>
  void put_from(const std::vector<T>& values, std::size_t first) {
    put(std::uint64_t{values.size() - first});
    if constexpr (IsPlain<T>::value)
      put_bytes(values.data() + first, (values.size() - first) * sizeof(T));
    else
      for (std::size_t i = first; i < values.size(); ++i) put(values[i]);
  }
  void put_bytes(const void* data, std::size_t size) {
    if (size == 0) return;
    const std::size_t before = bytes_.size();
    bytes_.resize(before + size);
    std::memcpy(bytes_.data() + before, data, size);
  }
  const std::vector<std::byte>& bytes() const { return bytes_; }
  std::vector<std::byte> take() { return std::move(bytes_); }

 private:
  std::vector<std::byte> bytes_;
};

/// Reads what a ByteWriter wrote. Every length is compared with the bytes that are left before anything is allocated;
/// Error(bad_data, 65) names the file.
class ByteReader {
 public:
  ByteReader(std::span<const std::byte> bytes, std::string name) : bytes_(bytes), name_(std::move(name)) {}

  template <class T>
  void get(T& value) {
    if constexpr (IsPlain<T>::value) {
      get_bytes(&value, sizeof value);
    } else if constexpr (std::is_same_v<T, bool>) {
      std::uint8_t byte = 0;
      get(byte);
      check(byte <= 1);
      value = byte == 1;
    } else {
      visit_fields(value, [this](auto&... fields) { (get(fields), ...); });
    }
  }
  template <class T>
  void get(std::vector<T>& values) {
    values.clear();
    append_to(values);
  }
  template <class T>
  void append_to(std::vector<T>& values) {
    std::uint64_t count = 0;
    get(count);
    check(count <= bytes_.size());
    if constexpr (IsPlain<T>::value) {
      check(count <= bytes_.size() / sizeof(T));
      const std::size_t before = values.size();
      values.resize(before + count);
      get_bytes(values.data() + before, count * sizeof(T));
    } else {
      for (std::uint64_t i = 0; i < count; ++i) get(values.emplace_back());  // a record takes bytes: this ends in time
    }
  }
  void get_bytes(void* data, std::size_t size) {
    check(size <= bytes_.size());
    if (size > 0) std::memcpy(data, bytes_.data(), size);
    bytes_ = bytes_.subspan(size);
  }
  bool at_end() const { return bytes_.empty(); }
  std::size_t left() const { return bytes_.size(); }
  void check(bool condition,
             std::string_view what = "its contents do not fit together; it is damaged or of another program") const {
    require(condition, ErrorKind::bad_data, "{}: {}", name_, what);
  }

 private:
  std::span<const std::byte> bytes_;
  std::string name_;
};

}  // namespace replicas
