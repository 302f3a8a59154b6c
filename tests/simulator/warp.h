#pragma once

#include <cstdlib>
#include <memory>

#include "simulator/block_memory.h"
#include "simulator/counts.h"
#include "simulator/device_memory.h"
#include "simulator/module.h"

namespace replicas::simulator {

/// What all warps of a running block share.
struct Block {
  const std::vector<unsigned char>& arguments;
  DeviceMemory& global;
  BlockMemory& shared;
  std::uint32_t number;        ///< in its grid
  std::vector<Count>* counts;  ///< of every instruction; null: nobody counts
};

/// 32 threads, an instruction at a time. Threads that parted at a branch meet again: those furthest behind run first.
class Warp {
 public:
  /// Threads first ... first + threads - 1 of every block that it begins.
  Warp(const Kernel& kernel, std::uint32_t first, std::uint32_t threads);

  void begin(const Block& block);
  void run();  ///< until each thread has ended or waits at a barrier
  bool ended() const { return alive_ == 0; }
  void pass_barrier();

  /// Sets a special register, the same for all threads.
  void set(const std::string& name, std::uint32_t value);

  // For instructions.
  const Block& block() const { return *block_; }
  std::uint32_t thread(int lane) {
    lane_ = lane;
    return first_ + static_cast<std::uint32_t>(lane);
  }
  template <class T>
  T* values(std::uint32_t at) {
    return reinterpret_cast<T*>(registers_.get() + at);
  }

  bool counts() const { return block_->counts != nullptr; }
  /// Adds to the instruction that is being executed.
  void count_transactions(int number) { transactions_ += static_cast<std::uint64_t>(number); }

  // Whose fault it is, if there was one.
  std::uint32_t line() const { return line_; }
  std::uint32_t last_thread() const { return first_ + static_cast<std::uint32_t>(lane_); }

 private:
  struct Free {
    void operator()(unsigned char* memory) const { std::free(memory); }
  };

  Mask guarded(const Instruction& instruction, Mask active);
  Mask those_at(std::int32_t place, Mask among) const;
  std::int32_t furthest_behind(Mask among) const;
  void put(Mask lanes, std::int32_t place);
  void go_on(std::int32_t place, Mask active, std::int32_t stop);
  void shuffle_together();
  void count(std::int32_t place, Mask mask);

  const Kernel& kernel_;
  const Block* block_ = nullptr;
  std::uint32_t first_;
  std::unique_ptr<unsigned char, Free> registers_;
  std::array<std::int32_t, warp_size> place_{};
  Mask all_, alive_ = 0, waiting_ = 0, shuffling_ = 0;
  std::uint32_t line_ = 0;
  std::uint64_t transactions_ = 0;
  int lane_ = 0;
};

}  // namespace replicas::simulator
