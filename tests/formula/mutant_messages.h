#pragma once

#include <span>
#include <vector>

#include "solve/full_messages.h"
#include "solve/message_passing.h"

namespace replicas::solve {

// Messages with planted bugs; each must be noticed.

/// The Onsager term takes g of the iteration before the last.
struct OnsagerTooLate final : MessagePassing {
  using MessagePassing::MessagePassing;
  std::span<const float> onsager() const override { return g_of_two_before(); }
};

/// The focusing node sees the full field instead of the cavity field.
struct FullFieldFocused final : MessagePassing {
  using MessagePassing::MessagePassing;
  std::span<const float> seen_by_focus() const override { return whole_field(); }
};
struct FullFieldOfUnitsFocused final : FullMessages {
  using FullMessages::FullMessages;
  float seen_by_focus(float field, float) const override { return field; }
};

/// The output node answers a unit with what that unit itself had said.
struct UnitHearsItself final : FullMessages {
  using FullMessages::FullMessages;
  void ask_output(OutputNode& output, std::span<const double> z) const override {
    FullMessages::ask_output(output, z);
    for (std::size_t k = 0; k < z.size(); ++k) {
      const double if_plus = output.if_plus[k] * output.plus[k], if_minus = output.if_minus[k] * output.minus[k];
      output.if_plus[k] = if_plus / (if_plus + if_minus);
      output.if_minus[k] = if_minus / (if_plus + if_minus);
    }
  }
};

/// Focusing nodes keep no more of their fields than messages do.
struct FocusInAHurry final : FullMessages {
  using FullMessages::FullMessages;
  double kept_by_focus(const Focus&) const override { return damping(); }
};

}  // namespace replicas::solve
