#pragma once

#include <cstddef>
#include <memory>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

namespace replicas::emulation {

/// The stack of a fiber, and what AddressSanitizer has to be told when stacks are switched.
class FiberStack {
 public:
  static constexpr std::size_t size = 128 * 1024;

  /// A stack as AddressSanitizer knows it.
  struct Mark {
    void* fake = nullptr;
    const void* bottom = nullptr;
    std::size_t size = 0;
  };

  FiberStack() { mark.bottom = memory_.get(), mark.size = size; }
  void* top() { return memory_.get() + size; }  ///< it grows downwards

  /// What a fiber that was left in the middle (a deadlock, an error elsewhere) still had on it is no longer anybody's.
  void forget_frames() {
#if defined(__SANITIZE_ADDRESS__)
    ASAN_UNPOISON_MEMORY_REGION(memory_.get(), size);
#endif
  }

  /// Before a switch away from `from` (null: it ends) to `to`.
  static void leave([[maybe_unused]] Mark* from, [[maybe_unused]] const Mark& to) {
#if defined(__SANITIZE_ADDRESS__)
    left_from = from;
    __sanitizer_start_switch_fiber(from == nullptr ? nullptr : &from->fake, to.bottom, to.size);
#endif
  }
  /// After a switch, on the stack switched to. The scheduler's own stack is learnt at the first switch away from it.
  static void arrive([[maybe_unused]] Mark& on) {
#if defined(__SANITIZE_ADDRESS__)
    const void* bottom = nullptr;
    std::size_t old_size = 0;
    __sanitizer_finish_switch_fiber(on.fake, &bottom, &old_size);
    on.fake = nullptr;
    if (left_from != nullptr) left_from->bottom = bottom, left_from->size = old_size;
#endif
  }

  Mark mark;

 private:
  std::unique_ptr<unsigned char[]> memory_ = std::make_unique_for_overwrite<unsigned char[]>(size);
#if defined(__SANITIZE_ADDRESS__)
  inline static Mark* left_from = nullptr;
#endif
};

}  // namespace replicas::emulation
