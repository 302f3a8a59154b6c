#include "simulator/warp.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace replicas::simulator {

Warp::Warp(const Kernel& kernel, std::uint32_t first, std::uint32_t threads)
    : kernel_(kernel),
      first_(first),
      // In whole cache lines; full of NaN at first, so that a register never written shows.
      registers_(static_cast<unsigned char*>(std::aligned_alloc(64, kernel.register_bytes + 64))),
      all_(threads >= warp_size ? all_threads : (Mask{1} << threads) - 1) {
  if (registers_ == nullptr) throw std::bad_alloc();
  std::memset(registers_.get(), 0xFF, kernel.register_bytes);
  for (const Literal& literal : kernel.literals) {
    if (literal.width == 8)
      std::fill_n(values<std::uint64_t>(literal.at), warp_size, literal.bits);
    else
      std::fill_n(values<std::uint32_t>(literal.at), warp_size, static_cast<std::uint32_t>(literal.bits));
  }
  for (const auto& [name, at] : kernel.specials)
    if (name == "%tid.x" || name == "%laneid")
      for (std::uint32_t lane = 0; lane < warp_size; ++lane)
        values<std::uint32_t>(at)[lane] = (name == "%tid.x" ? first : 0) + lane;
}

void Warp::begin(const Block& block) {
  block_ = &block;
  alive_ = all_;
  waiting_ = shuffling_ = 0;
  place_.fill(0);
}

void Warp::set(const std::string& name, std::uint32_t value) {
  const auto found = kernel_.specials.find(name);
  if (found != kernel_.specials.end()) std::fill_n(values<std::uint32_t>(found->second), warp_size, value);
}

void Warp::run() {
  for (;;) {
    const Mask ready = alive_ & ~waiting_ & ~shuffling_;
    if (ready == 0 && shuffling_ == 0) return;
    if (ready == 0) {
      shuffle_together();
      continue;
    }
    const std::int32_t place = furthest_behind(ready);
    const Mask active = those_at(place, ready);
    go_on(place, active, furthest_behind(ready & ~active));
  }
}

void Warp::pass_barrier() {
  const std::int32_t place = furthest_behind(alive_);
  if (those_at(place, alive_) != alive_) throw Fault("the threads of a warp wait at different barriers");
  put(alive_, place + 1);
  waiting_ = 0;
}

void Warp::shuffle_together() {
  const std::int32_t place = furthest_behind(alive_);
  if (shuffling_ != alive_ || those_at(place, alive_) != alive_)
    throw Fault("a shuffle that other threads of the warp never reach");
  shuffling_ = 0;
  go_on(place, alive_, std::numeric_limits<std::int32_t>::max());
}

/// Runs `active`, all at `place`, until they part, wait, end, or come to `stop`, where others are.
void Warp::go_on(std::int32_t place, Mask active, std::int32_t stop) {
  const std::vector<Instruction>& code = kernel_.code;
  while (place < stop) {
    const Instruction& instruction = code[static_cast<std::size_t>(place)];
    line_ = instruction.line;
    switch (instruction.flow) {
      case Flow::next:
        if (const Mask mask = guarded(instruction, active); mask != 0) instruction.execute(*this, instruction, mask);
        count(place, active);
        break;
      case Flow::branch: {
        const Mask taken = guarded(instruction, active);
        count(place, active);
        if (taken == active) {
          place = instruction.target;
          continue;
        }
        if (taken != 0) {
          put(taken, instruction.target);
          return put(active & ~taken, place + 1);
        }
        break;
      }
      case Flow::shuffle:
        if (active != alive_) {
          shuffling_ |= active;
          return put(active, place);
        }
        instruction.execute(*this, instruction, active);
        count(place, active);
        break;
      case Flow::barrier:
        count(place, active);
        waiting_ |= active;
        return put(active, place);
      case Flow::end: alive_ &= ~active; return;
    }
    ++place;
  }
  put(active, place);
}

void Warp::count(std::int32_t place, Mask mask) {
  if (!counts()) return;
  Count& count = (*block_->counts)[static_cast<std::size_t>(place)];
  ++count.issued;
  count.threads += static_cast<std::uint64_t>(std::popcount(mask));
  count.transactions += transactions_;
  transactions_ = 0;
}

Mask Warp::guarded(const Instruction& instruction, Mask active) {
  if (instruction.guard < 0) return active;
  const std::uint32_t* const predicate = values<std::uint32_t>(static_cast<std::uint32_t>(instruction.guard));
  Mask mask = 0;
  for (int lane = 0; lane < warp_size; ++lane)
    if ((predicate[lane] != 0) != instruction.unless) mask |= Mask{1} << lane;
  return mask & active;
}

Mask Warp::those_at(std::int32_t place, Mask among) const {
  Mask mask = 0;
  for (Mask left = among; left != 0; left &= left - 1)
    if (const int lane = std::countr_zero(left); place_[static_cast<std::size_t>(lane)] == place)
      mask |= Mask{1} << lane;
  return mask;
}

std::int32_t Warp::furthest_behind(Mask among) const {
  std::int32_t place = std::numeric_limits<std::int32_t>::max();
  for (; among != 0; among &= among - 1)
    place = std::min(place, place_[static_cast<std::size_t>(std::countr_zero(among))]);
  return place;
}

void Warp::put(Mask lanes, std::int32_t place) {
  for (; lanes != 0; lanes &= lanes - 1) place_[static_cast<std::size_t>(std::countr_zero(lanes))] = place;
}

}  // namespace replicas::simulator
