#pragma once

#include <vector>

#include "engine/cpu/aligned_floats.h"
#include "engine/cpu/kernels.h"
#include "model/dataset.h"

namespace replicas::cpu {

/// A data set copied into the rows that the kernels read; see DataView.
class PaddedData {
 public:
  PaddedData(const Dataset& dataset, const Plan& plan);
  DataView view() const;

 private:
  int examples_;
  std::ptrdiff_t padded_examples_;
  AlignedFloats values_, targets_, labels_;  // labels_ holds int32 bits
};

}  // namespace replicas::cpu
