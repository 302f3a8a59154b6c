#pragma once

#include <cstdint>
#include <memory>

#include "engine/cpu/aligned_floats.h"
#include "engine/cpu/kernels.h"
#include "model/dataset.h"
#include "physics/example_order.h"
#include "system/ensemble.h"

namespace replicas::cpu {

/// The examples of one step of one replica, gathered from its data set, or drawn afresh, into rows that the kernels
/// read: a data set of its own, filled anew before every step.
class BatchBuffer {
 public:
  /// Room for a batch of the ensemble, in rows as those of `plan`.
  BatchBuffer(const Plan& plan, const Ensemble& ensemble);

  /// From now on the batches of this replica on this data set; `whole`, its data, stays where it is meanwhile.
  void follow(const DataView& whole, std::uint64_t replica, std::uint64_t dataset);
  /// The examples of this step.
  void fill(std::uint64_t step);
  const DataView& view() const { return view_; }

 private:
  void gather(std::uint64_t step);
  void draw(std::uint64_t step);

  const Plan& plan_;
  Batch batch_;
  std::uint64_t seed_;
  std::shared_ptr<const ExampleSource> fresh_;  // of online batches
  Dataset drawn_;
  std::uint32_t rows_;  // examples rounded up to 16
  AlignedFloats values_, targets_, labels_;
  DataView whole_{}, view_{};
  std::uint64_t key_ = 0, stream_ = 0;
  ExampleOrder order_{};
  std::uint64_t order_number_ = 0, step_ = 0;
  bool ordered_ = false, filled_ = false;  // order_ is that of order_number_; the rows are those of step_
};

}  // namespace replicas::cpu
