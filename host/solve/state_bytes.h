#pragma once

#include <cstddef>
#include <cstring>
#include <type_traits>
#include <vector>

#include "model/error.h"
#include "solve/bit_rows.h"
#include "solve/random_stream.h"

namespace replicas::solve {

/// Values as bytes, for the state of a solver and what it has found: numbers, vectors of numbers, bits, the place in a
/// random stream, and whatever has visit(archive).
class StateWriter {
 public:
  template <class... Values>
  void operator()(Values&... values) {
    (put(values), ...);
  }
  const std::vector<std::byte>& bytes() const { return bytes_; }

 private:
  template <class Value>
  void put(Value& value) {
    if constexpr (std::is_trivially_copyable_v<Value> && !std::is_same_v<Value, RandomStream>)
      copy(&value, sizeof value);
    else
      value.visit(*this);
  }
  void put(RandomStream& random) {
    std::uint64_t place = random.position();
    put(place);
  }
  template <class Value>
  void put(std::vector<Value>& values) {
    std::uint64_t count = values.size();
    put(count);
    if constexpr (std::is_trivially_copyable_v<Value>)
      copy(values.data(), count * sizeof(Value));
    else
      for (Value& each : values) put(each);
  }
  void copy(const void* from, std::size_t count) {
    const std::size_t end = bytes_.size();
    bytes_.resize(end + count);
    if (count > 0) std::memcpy(bytes_.data() + end, from, count);
  }

  std::vector<std::byte> bytes_;
};

/// Reads what StateWriter has written; Error (65) where the bytes end too early.
class StateReader {
 public:
  explicit StateReader(const std::vector<std::byte>& bytes, std::size_t start = 0) : bytes_(bytes), next_(start) {}
  template <class... Values>
  void operator()(Values&... values) {
    (get(values), ...);
  }
  bool at_end() const { return next_ == bytes_.size(); }

 private:
  template <class Value>
  void get(Value& value) {
    if constexpr (std::is_trivially_copyable_v<Value> && !std::is_same_v<Value, RandomStream>)
      copy(&value, sizeof value);
    else
      value.visit(*this);
  }
  void get(RandomStream& random) {
    std::uint64_t place = 0;
    get(place);
    random.go_to(place);
  }
  template <class Value>
  void get(std::vector<Value>& values) {
    std::uint64_t count = 0;
    get(count);
    require_left(count);
    values.resize(count);
    if constexpr (std::is_trivially_copyable_v<Value>) {
      require_left(count * sizeof(Value));
      copy(values.data(), count * sizeof(Value));
    } else {
      for (Value& each : values) get(each);
    }
  }
  void require_left(std::size_t count) const {
    require(count <= bytes_.size() - next_, ErrorKind::bad_data, "the saved state of a solver is cut short");
  }
  void copy(void* to, std::size_t count) {
    require_left(count);
    if (count > 0) std::memcpy(to, bytes_.data() + next_, count);
    next_ += count;
  }

  const std::vector<std::byte>& bytes_;
  std::size_t next_;
};

}  // namespace replicas::solve
