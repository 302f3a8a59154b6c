#include "observe/instruments/notebook.h"

#include <utility>

namespace replicas {

namespace {

void put_entry(ByteWriter& writer, std::uint32_t depth, bool loop, std::uint64_t products,
               const std::vector<std::byte>& bytes) {
  writer.put(depth);
  writer.put(loop);
  writer.put(products);
  writer.put(std::uint64_t{bytes.size()});
  writer.put_bytes(bytes.data(), bytes.size());
}

}  // namespace

void Notebook::read(std::span<const std::byte> written) {
  ByteReader reader(written, "the notebook");
  while (!reader.at_end()) {
    Entry entry;
    std::uint64_t size = 0;
    reader.get(entry.depth);
    reader.get(entry.loop);
    reader.get(entry.products);
    reader.get(size);
    reader.check(size <= reader.left());
    entry.bytes.resize(size);
    reader.get_bytes(entry.bytes.data(), size);
    entries_.push_back(std::move(entry));
  }
}

std::vector<std::byte> Notebook::bytes() const {
  ByteWriter writer;
  auto loop = live_.begin();
  const auto put_loops = [&](std::size_t place) {
    for (; loop != live_.end() && loop->place == place; ++loop) {
      ByteWriter state;
      loop->put(state);
      put_entry(writer, loop->depth, true, products, state.bytes());
    }
  };
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    put_loops(i);
    put_entry(writer, entries_[i].depth, entries_[i].loop, entries_[i].products, entries_[i].bytes);
  }
  put_loops(entries_.size());
  return writer.take();
}

const Notebook::Entry* Notebook::next(bool loop) const {
  if (place_ >= entries_.size()) return nullptr;
  const Entry& entry = entries_[place_];
  return entry.depth == depth_ && entry.loop == loop ? &entry : nullptr;
}

const std::vector<std::byte>* Notebook::next_stage() {
  const Entry* const entry = next(false);
  if (entry == nullptr) return nullptr;
  products = entry->products;
  ++place_;
  return &entry->bytes;
}

std::size_t Notebook::open_stage() {
  ++depth_;
  return place_;
}

/// What was written down inside the stage has served.
void Notebook::close_stage(std::size_t first, std::vector<std::byte> bytes) {
  --depth_;
  entries_.resize(first);
  entries_.push_back({depth_, false, products, std::move(bytes)});
  place_ = entries_.size();
  tick();  // of a stage that was made, never of one that was read: a process that stops at once has got on
}

Notebook::Loop::Loop(Notebook& notebook, Put put, const Get& get) : notebook_(notebook) {
  if (const Entry* const entry = notebook.next(true)) {
    notebook.products = entry->products;
    ByteReader reader(entry->bytes, "the notebook");
    get(reader);
    notebook.entries_.erase(notebook.entries_.begin() + static_cast<std::ptrdiff_t>(notebook.place_));
  }
  notebook.live_.push_back({notebook.place_, notebook.depth_, std::move(put)});
  ++notebook.depth_;
}

Notebook::Loop::~Loop() {
  --notebook_.depth_;
  notebook_.live_.pop_back();
}

}  // namespace replicas
