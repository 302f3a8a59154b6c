#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "model/byte_stream.h"
#include "solve/random_stream.h"

namespace replicas::solve {

template <class Value, class Archive>
concept Visited = requires(Value& value, Archive& archive) {
  value.visit(archive);
};

/// The state of a solver and what it has found as bytes (model/byte_stream.h): what can be visited in its parts, the
/// place in a random stream, and numbers and vectors as they are.
class StateWriter {
 public:
  template <class... Values>
  void operator()(Values&... values) {
    (put(values), ...);
  }
  const std::vector<std::byte>& bytes() const { return writer_.bytes(); }

 private:
  template <class Value>
  void put(Value& value) {
    if constexpr (Visited<Value, StateWriter>)
      value.visit(*this);
    else
      writer_.put(value);
  }
  template <class Value>
  void put(std::vector<Value>& values) {
    if constexpr (Visited<Value, StateWriter>) {
      writer_.put(std::uint64_t{values.size()});
      for (Value& each : values) put(each);
    } else {
      writer_.put(values);
    }
  }
  void put(std::vector<std::byte>& values) {
    writer_.put(std::uint64_t{values.size()});
    writer_.put_bytes(values.data(), values.size());
  }
  void put(RandomStream& random) { writer_.put(random.position()); }

  ByteWriter writer_;
};

/// Reads what StateWriter has written; Error (65) where the bytes do not fit.
class StateReader {
 public:
  explicit StateReader(std::span<const std::byte> bytes) : reader_(bytes, "the saved state of a solver") {}
  template <class... Values>
  void operator()(Values&... values) {
    (get(values), ...);
  }
  bool at_end() const { return reader_.at_end(); }

 private:
  template <class Value>
  void get(Value& value) {
    if constexpr (Visited<Value, StateReader>)
      value.visit(*this);
    else
      reader_.get(value);
  }
  template <class Value>
  void get(std::vector<Value>& values) {
    if constexpr (Visited<Value, StateReader>) {
      values.resize(count());
      for (Value& each : values) get(each);
    } else {
      reader_.get(values);
    }
  }
  void get(std::vector<std::byte>& values) {
    values.resize(count());
    reader_.get_bytes(values.data(), values.size());
  }
  void get(RandomStream& random) {
    std::uint64_t place = 0;
    reader_.get(place);
    random.go_to(place);
  }
  /// Of what takes a byte or more each.
  std::size_t count() {
    std::uint64_t count = 0;
    reader_.get(count);
    reader_.check(count <= reader_.left());
    return count;
  }

  ByteReader reader_;
};

}  // namespace replicas::solve
