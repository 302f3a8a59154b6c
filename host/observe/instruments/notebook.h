#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "model/byte_stream.h"

namespace replicas {

/// How far a long computation is, written down as it goes, so that another process goes on from there with the same
/// bits. The computation is the same sequence of stages and loops every time; what is written down is read instead of
/// computed, and after every product or chunk of steps a watch is asked, which may keep `bytes()` and end the work by
/// an exception. An empty notebook is asked nothing.
class Notebook {
 public:
  using Watch = std::function<void(const Notebook&)>;

  Notebook() = default;
  explicit Notebook(Watch watch) : watch_(std::move(watch)) {}
  void read(std::span<const std::byte> written);  ///< what `bytes` was in another process; before any work
  std::vector<std::byte> bytes() const;           ///< all stages so far, and the state of the loops that go on now
  void tick() const {
    if (watch_) watch_(*this);
  }

  /// The result of one stage of the work (anything that a ByteWriter writes): read, or made and written down. Inside a
  /// loop nothing is a stage: what it made is in the loop's state.
  template <class Make>
  auto stage(Make make) -> decltype(make()) {
    if (!live_.empty()) return make();
    decltype(make()) result;
    if (const std::vector<std::byte>* own = next_stage()) {
      ByteReader(*own, "the notebook").get(result);
      return result;
    }
    const std::size_t first = open_stage();
    result = make();
    ByteWriter writer;
    writer.put(result);
    close_stage(first, writer.take());
    return result;
  }

  /// While it lives, a loop goes on whose state `put` writes; `get` was called with the state it was stopped in, if it
  /// was. At every tick in it the state has to be one from which the rest of the loop follows.
  class Loop {
   public:
    using Put = std::function<void(ByteWriter&)>;
    using Get = std::function<void(ByteReader&)>;
    Loop(Notebook& notebook, Put put, const Get& get);
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

   private:
    Notebook& notebook_;
  };

  std::uint64_t products = 0;  ///< Hessian products per replica until now, those of earlier processes included

 private:
  /// Of a stage that is done, or the state of a loop; those inside another lie one deeper.
  struct Entry {
    std::uint32_t depth = 0;
    bool loop = false;
    std::uint64_t products = 0;
    std::vector<std::byte> bytes;
  };
  struct Live {
    std::size_t place;  // among the entries
    std::uint32_t depth;
    Loop::Put put;
  };
  const Entry* next(bool loop) const;
  const std::vector<std::byte>* next_stage();
  std::size_t open_stage();
  void close_stage(std::size_t first, std::vector<std::byte> bytes);

  Watch watch_;
  std::vector<Entry> entries_;
  std::vector<Live> live_;  // outermost first
  std::size_t place_ = 0;   // entries before it are of work that is done
  std::uint32_t depth_ = 0;
};

}  // namespace replicas
