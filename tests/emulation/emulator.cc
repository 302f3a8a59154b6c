// Long because a scheduler reads best in one piece.
#include "emulation/emulator.h"

#include <algorithm>
#include <boost/context/detail/fcontext.hpp>
#include <cstring>
#include <exception>
#include <memory>
#include <stdexcept>
#include <vector>

#include "emulation/fiber_stack.h"

namespace replicas::emulation {

namespace {

constexpr int warp_size = 32;

// Not swapcontext: two system calls of each switch took nine tenths of the time of all emulated kernels.
using boost::context::detail::fcontext_t;
using boost::context::detail::jump_fcontext;
using boost::context::detail::make_fcontext;
using boost::context::detail::transfer_t;

struct Barrier {
  int arrived = 0;
  std::size_t generation = 0;
};

struct Fiber {
  fcontext_t context = nullptr;  ///< where it goes on
  FiberStack stack;
  bool done = false;
  const Barrier* waits_for = nullptr;
  std::size_t generation = 0;
  unsigned char value[8] = {}, received[8] = {};
};

struct Block {
  std::vector<std::unique_ptr<Fiber>> fibers;
  std::vector<int> order;      // of the threads, by turn
  std::vector<Barrier> warps;  // for shuffles
  Barrier all;
  int running = -1, threads = 0;
  fcontext_t scheduler = nullptr;  ///< where it goes on
  FiberStack::Mark scheduler_mark;
  std::function<void()> body;
  std::exception_ptr error;
  Place place{};
};

Block& block() {
  static Block the_block;
  return the_block;
}

std::vector<int> turns(int threads, Schedule schedule) {
  const int warps = (threads + warp_size - 1) / warp_size;
  std::vector<int> order, warp_order;
  for (int i = 0; i < warps; ++i) {
    if (schedule == Schedule::last_warp || schedule == Schedule::backwards)
      warp_order.push_back(warps - 1 - i);
    else if (schedule == Schedule::middle_warp)
      warp_order.push_back((warps / 2 + (i % 2 == 0 ? i / 2 : -(i + 1) / 2) + warps) % warps);
    else
      warp_order.push_back(i);
  }
  for (const int warp : warp_order)
    for (int lane = 0; lane < warp_size; ++lane) {
      const int thread = warp * warp_size + (schedule == Schedule::backwards ? warp_size - 1 - lane : lane);
      if (thread < threads) order.push_back(thread);
    }
  return order;
}

bool ready(const Fiber& fiber) {
  return !fiber.done && (fiber.waits_for == nullptr || fiber.waits_for->generation != fiber.generation);
}

void back_to_scheduler(bool last) {
  Block& b = block();
  Fiber& own = *b.fibers[static_cast<std::size_t>(b.running)];
  FiberStack::leave(last ? nullptr : &own.stack.mark, b.scheduler_mark);
  b.scheduler = jump_fcontext(b.scheduler, nullptr).fctx;
  FiberStack::arrive(own.stack.mark);
}

void wait_at(Barrier& barrier, int count, const std::function<void()>& last_arrival) {
  Block& b = block();
  Fiber& own = *b.fibers[static_cast<std::size_t>(b.running)];
  const std::size_t generation = barrier.generation;
  if (++barrier.arrived == count) {
    last_arrival();
    barrier.arrived = 0;
    ++barrier.generation;
    return;
  }
  own.waits_for = &barrier;
  own.generation = generation;
  back_to_scheduler(false);
  own.waits_for = nullptr;
}

void thread_begins(transfer_t from) {
  Block& b = block();
  b.scheduler = from.fctx;
  FiberStack::arrive(b.fibers[static_cast<std::size_t>(b.running)]->stack.mark);
  try {
    b.body();
  } catch (...) {
    b.error = std::current_exception();
  }
  b.fibers[static_cast<std::size_t>(b.running)]->done = true;
  back_to_scheduler(true);
}

void prepare(Fiber& fiber) {
  if (!fiber.done) fiber.stack.forget_frames();
  fiber.done = false;
  fiber.waits_for = nullptr;
  fiber.context = make_fcontext(fiber.stack.top(), FiberStack::size, thread_begins);
}

void give_turn(int thread) {
  Block& b = block();
  Fiber& fiber = *b.fibers[static_cast<std::size_t>(thread)];
  b.running = thread;
  b.place.thread = thread;
  FiberStack::leave(&b.scheduler_mark, fiber.stack.mark);
  fiber.context = jump_fcontext(fiber.context, nullptr).fctx;
  FiberStack::arrive(b.scheduler_mark);
}

/// Next thread to run: round robin goes on after the last one, the others prefer the first that can.
void schedule_all() {
  Block& b = block();
  const auto count = static_cast<int>(b.order.size());
  for (int left = count, next = 0; left > 0 && !b.error;) {
    int tried = 0;
    while (tried < count && !ready(*b.fibers[static_cast<std::size_t>(b.order[static_cast<std::size_t>(next)])])) {
      next = (next + 1) % count;
      ++tried;
    }
    if (tried == count) {
      const int waiting = static_cast<int>(
          std::count_if(b.fibers.begin(), b.fibers.begin() + count, [](const auto& fiber) { return !fiber->done; }));
      throw std::runtime_error("deadlock: " + std::to_string(waiting) + " of " + std::to_string(count) +
                               " threads wait at a barrier that the others never reach");
    }
    const int thread = b.order[static_cast<std::size_t>(next)];
    give_turn(thread);
    if (b.fibers[static_cast<std::size_t>(thread)]->done) --left;
    next = settings().schedule == Schedule::round_robin ? (next + 1) % count : 0;
  }
}

}  // namespace

Settings& settings() {
  static Settings the_settings;
  return the_settings;
}

std::set<std::string>& barriers_seen() {
  static std::set<std::string> seen;
  return seen;
}

const Place& here() { return block().place; }

void run_block(int threads, int block_x, int block_y, std::size_t shared, bool meets, const std::function<void()>& body,
               int block_z) {
  Block& b = block();
  // Bytes of 0xFF are NaN as float and as double. Exactly as large as asked for: ASan guards its end.
  const std::unique_ptr<unsigned char[]> memory = std::make_unique_for_overwrite<unsigned char[]>(shared);
  std::fill_n(memory.get(), shared, static_cast<unsigned char>(0xFF));
  b.place = {0, threads, block_x, block_y, block_z, memory.get()};
  if (!meets) {
    b.running = -1;
    for (int thread = 0; thread < threads; ++thread) {
      b.place.thread = thread;
      body();
    }
    return;
  }
  b.body = body;
  b.error = nullptr;
  b.threads = threads;
  b.all = {};
  b.warps.assign(static_cast<std::size_t>((threads + warp_size - 1) / warp_size), {});
  b.order = turns(threads, settings().schedule);
  while (b.fibers.size() < static_cast<std::size_t>(threads)) b.fibers.push_back(std::make_unique<Fiber>());
  for (int thread = 0; thread < threads; ++thread) prepare(*b.fibers[static_cast<std::size_t>(thread)]);
  schedule_all();
  if (b.error) std::rethrow_exception(b.error);
}

namespace {

std::string name_of(const std::source_location& place) {
  const std::string path = place.file_name();
  return path.substr(path.rfind('/') + 1) + ":" + std::to_string(place.line());
}

/// Notes the barrier; whether it was taken away. Holds no memory when it returns: a fiber in a deadlock never ends.
bool removed(const std::source_location& place) {
  const std::string name = name_of(place);
  barriers_seen().insert(name);
  return name == settings().removed_barrier;
}

}  // namespace

void meet_block(const std::source_location& place) {
  if (removed(place)) return;
  if (block().running < 0)
    throw std::logic_error("a kernel with a barrier was launched as one without: " + name_of(place));
  wait_at(block().all, block().threads, [] {});
}

void exchange(void* value, std::size_t bytes, int mask) {
  Block& b = block();
  if (b.running < 0) throw std::logic_error("a kernel with a shuffle was launched as one without");
  const int warp = b.running / warp_size, first = warp * warp_size;
  Fiber& own = *b.fibers[static_cast<std::size_t>(b.running)];
  std::memcpy(own.value, value, bytes);
  wait_at(b.warps[static_cast<std::size_t>(warp)], std::min(warp_size, b.threads - first), [&b, first, mask] {
    for (int lane = 0; lane < warp_size; ++lane)
      std::memcpy(b.fibers[static_cast<std::size_t>(first + lane)]->received,
                  b.fibers[static_cast<std::size_t>(first + (lane ^ mask))]->value, 8);
  });
  std::memcpy(value, own.received, bytes);
}

}  // namespace replicas::emulation
