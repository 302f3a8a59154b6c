#pragma once

#include "model/dynamics.h"
#include "model/error.h"
#include "system/system.h"

namespace replicas {

/// Refuses a batch that the system has no examples for: asked before a run begins, and of every ensemble.
inline void check_batch(const System& system, const Batch& batch) {
  require(batch.whole() || system.capabilities().batches, ErrorKind::bad_value,
          "<batch> {}: a {} has no examples to choose from", batch.size, system.kind());
  require(batch.online() || batch.size <= static_cast<std::size_t>(system.examples()), ErrorKind::bad_value,
          "<batch> {}: there are {} examples; give fewer, or full", batch.size, system.examples());
}

}  // namespace replicas
