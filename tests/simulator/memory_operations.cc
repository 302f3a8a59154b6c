// Loads, stores and shuffles.
#include <spdlog/fmt/fmt.h>

#include <cstring>

#include "simulator/operations.h"
#include "simulator/warp.h"

namespace replicas::simulator {

namespace {

struct Global {
  using Address = std::uint64_t;
  static constexpr auto transactions = sectors;
  static const unsigned char* reads(Warp& warp, int lane, Address address, std::size_t bytes) {
    warp.thread(lane);
    return warp.block().global.reads(address, bytes, warp.block().number);
  }
  static unsigned char* writes(Warp& warp, int lane, Address address, std::size_t bytes) {
    warp.thread(lane);
    return warp.block().global.writes(address, bytes, warp.block().number);
  }
};

struct Shared {
  using Address = std::uint32_t;
  static constexpr auto transactions = bank_turns;
  static const unsigned char* reads(Warp& warp, int lane, Address address, std::size_t bytes) {
    return warp.block().shared.reads(address, bytes, warp.thread(lane));
  }
  static unsigned char* writes(Warp& warp, int lane, Address address, std::size_t bytes) {
    return warp.block().shared.writes(address, bytes, warp.thread(lane));
  }
};

struct Parameters {
  using Address = std::uint64_t;
  static int transactions(std::span<const std::uint64_t, warp_size>, Mask, std::size_t) { return 0; }
  static const unsigned char* reads(Warp& warp, int lane, Address address, std::size_t bytes) {
    warp.thread(lane);
    const std::vector<unsigned char>& arguments = warp.block().arguments;
    if (address + bytes > arguments.size()) throw Fault("read behind the parameters");
    return arguments.data() + address;
  }
};

template <class Space>
void count_access(Warp& warp, const typename Space::Address* base, std::int64_t offset, Mask mask, std::size_t bytes) {
  if (!warp.counts()) return;
  std::array<std::uint64_t, warp_size> addresses;
  for (std::size_t lane = 0; lane < warp_size; ++lane)
    addresses[lane] = static_cast<typename Space::Address>(base[lane] + static_cast<typename Space::Address>(offset));
  warp.count_transactions(Space::transactions(addresses, mask, bytes));
}

template <class Space, class T, std::size_t count, class Register = Slot<T>>
void load(Warp& warp, const Instruction& in, Mask mask) {
  using Address = typename Space::Address;
  const Address* const base = warp.values<Address>(in.at[count]);
  count_access<Space>(warp, base, in.offset, mask, count * sizeof(T));
  for (int lane = 0; lane < warp_size; ++lane) {
    if ((mask >> lane & 1) == 0) continue;
    std::array<T, count> values;
    std::memcpy(values.data(), Space::reads(warp, lane, base[lane] + static_cast<Address>(in.offset), sizeof(values)),
                sizeof(values));
    for (std::size_t i = 0; i < count; ++i) warp.values<Register>(in.at[i])[lane] = static_cast<Register>(values[i]);
  }
}

template <class Space, class T, std::size_t count>
void store(Warp& warp, const Instruction& in, Mask mask) {
  using Address = typename Space::Address;
  const Address* const base = warp.values<Address>(in.at[0]);
  count_access<Space>(warp, base, in.offset, mask, count * sizeof(T));
  for (int lane = 0; lane < warp_size; ++lane) {
    if ((mask >> lane & 1) == 0) continue;
    std::array<T, count> values;
    for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<T>(warp.values<Slot<T>>(in.at[i + 1])[lane]);
    std::memcpy(Space::writes(warp, lane, base[lane] + static_cast<Address>(in.offset), sizeof(values)), values.data(),
                sizeof(values));
  }
}

template <class Space, class T, std::size_t count>
void of_count(OperationTable& table, const std::string& space, const std::string& end) {
  constexpr std::uint8_t value = sizeof(Slot<T>), address = sizeof(typename Space::Address);
  std::vector<std::uint8_t> loaded(count, value), stored(count + 1, value);
  loaded.push_back(address);
  stored.front() = address;
  table["ld" + space + end] = {load<Space, T, count>, loaded, Flow::next};
  if constexpr (sizeof(T) < 8 && count == 1)
    table["ld" + space + end + " to 8 bytes"] = {
        load<Space, T, 1, std::conditional_t<std::is_signed_v<T>, std::int64_t, std::uint64_t>>,
        {8, address},
        Flow::next};
  if constexpr (!std::is_same_v<Space, Parameters>)
    table["st" + space + end] = {store<Space, T, count>, stored, Flow::next};
}

template <class Space, class T>
void of_type(OperationTable& table, const std::string& space, std::initializer_list<const char*> types) {
  for (const std::string type : types) {
    of_count<Space, T, 1>(table, space, type);
    of_count<Space, T, 2>(table, space, ".v2" + type);
    if constexpr (sizeof(T) <= 4) of_count<Space, T, 4>(table, space, ".v4" + type);
  }
}

template <class Space>
void of_space(OperationTable& table, const std::string& space) {
  of_type<Space, std::uint8_t>(table, space, {".u8", ".b8"});
  of_type<Space, std::int8_t>(table, space, {".s8"});
  of_type<Space, std::uint16_t>(table, space, {".u16", ".b16"});
  of_type<Space, std::int16_t>(table, space, {".s16"});
  of_type<Space, std::uint32_t>(table, space, {".u32", ".b32", ".f32"});
  of_type<Space, std::int32_t>(table, space, {".s32"});
  of_type<Space, std::uint64_t>(table, space, {".u64", ".s64", ".b64", ".f64"});
}

/// Every thread gets the value of thread from(its number, the fourth operand), or keeps its own where there is none;
/// the second operand says whether there was one. All threads of the warp take part.
template <class From>
void shuffle(Warp& warp, const Instruction& in, Mask mask) {
  const std::uint32_t* const values = warp.values<std::uint32_t>(in.at[2]);
  const std::uint32_t* const bits = warp.values<std::uint32_t>(in.at[3]);
  const std::uint32_t* const bounds = warp.values<std::uint32_t>(in.at[4]);
  const std::uint32_t* const members = warp.values<std::uint32_t>(in.at[5]);
  std::array<std::uint32_t, warp_size> result{}, found{};
  for (std::uint32_t lane = 0; lane < warp_size; ++lane) {
    if ((mask >> lane & 1) == 0) continue;
    if (members[lane] != mask)
      throw Fault(fmt::format("a shuffle of threads {:#x} by threads {:#x}", members[lane], mask));
    // As PTX says: the last thread that may be asked, and above it the bits that all threads of a part share.
    const std::uint32_t part = bounds[lane] >> 8 & 31, last = (lane & part) | (bounds[lane] & 31 & ~part);
    const std::uint32_t other = From{}(lane, bits[lane] & 31);
    found[lane] = other <= last && (mask >> other & 1) != 0 ? 1 : 0;
    result[lane] = values[found[lane] != 0 ? other : lane];
  }
  for (std::size_t lane = 0; lane < warp_size; ++lane)
    if ((mask >> lane & 1) != 0) {
      warp.values<std::uint32_t>(in.at[0])[lane] = result[lane];
      warp.values<std::uint32_t>(in.at[1])[lane] = found[lane];
    }
}

}  // namespace

OperationTable memory_operations() {
  OperationTable table;
  of_space<Global>(table, ".global");
  of_space<Global>(table, "");  // into any memory; our kernels know no other whose address they would pass on
  of_space<Shared>(table, ".shared");
  of_space<Parameters>(table, ".param");
  const auto add_shuffle = [&]<class From>(const char* name, From) {
    table[name] = {shuffle<From>, std::vector<std::uint8_t>(6, 4), Flow::shuffle};
  };
  add_shuffle("shfl.sync.bfly.b32", [](std::uint32_t lane, std::uint32_t bits) { return lane ^ bits; });
  add_shuffle("shfl.sync.down.b32", [](std::uint32_t lane, std::uint32_t by) { return lane + by; });
  return table;
}

}  // namespace replicas::simulator
