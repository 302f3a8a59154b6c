#pragma once

#include <cstdint>

namespace replicas::cpu {

/// While it lives, this thread rounds denormal numbers to zero: they would make a step many times slower. Set through
/// the control register, and put back for whoever owns the thread.
class FlushDenormals {
 public:
  FlushDenormals();
  ~FlushDenormals();
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
  std::uint64_t before_;
};

}  // namespace replicas::cpu
