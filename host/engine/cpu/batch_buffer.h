#pragma once

#include <cstdint>

#include "engine/cpu/aligned_floats.h"
#include "engine/cpu/kernels.h"
#include "model/dynamics.h"
#include "physics/example_order.h"

namespace replicas::cpu {

/// The examples of one step of one replica, gathered from its data set into rows that the kernels read: a data set of
/// its own, filled anew before every step.
class BatchBuffer {
 public:
  /// Room for `batch.size` examples of data as `whole`, whose rows are those of `plan`.
  BatchBuffer(const Plan& plan, const Batch& batch, int examples);

  /// From now on the batches of this replica, or of all that share `key`; `whole` stays where it is meanwhile.
  void follow(const DataView& whole, std::uint64_t seed, std::uint64_t key);
  /// The examples of this step.
  void fill(std::uint64_t step);
  const DataView& view() const { return view_; }

 private:
  const Plan& plan_;
  Batch batch_;
  std::uint32_t rows_;  // examples rounded up to 16
  AlignedFloats values_, targets_, labels_;
  DataView whole_{}, view_{};
  std::uint64_t seed_ = 0, key_ = 0;
  ExampleOrder order_{};
  std::uint64_t order_number_ = 0;
  bool ordered_ = false;
};

}  // namespace replicas::cpu
