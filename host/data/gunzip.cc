#include "data/gunzip.h"

#include <zlib.h>

#include <algorithm>

#include "model/error.h"
#include "model/printable.h"

namespace replicas {

namespace {

constexpr std::size_t best_ratio = 1032;        // of deflate: 258 bytes from 2 bits
constexpr std::size_t largest_piece = 1 << 30;  // zlib counts in 32 bits

enum class Packing { gzip, deflate };

class Inflation {
 public:
  Inflation(std::span<const std::byte> packed, std::string_view file, Packing packing)
      : packed_(packed), shown_(printable(file)), name_(packing == Packing::gzip ? "gzip" : "deflate") {
    require(inflateInit2(&stream_, packing == Packing::gzip ? MAX_WBITS + 16 : -MAX_WBITS) == Z_OK,
            ErrorKind::out_of_memory, "{}: no memory to unpack it", shown_);
  }
  ~Inflation() { inflateEnd(&stream_); }
  Inflation(const Inflation&) = delete;
  Inflation& operator=(const Inflation&) = delete;

  /// Unpacks until `to` is full or the packed data end; returns how many bytes came.
  std::size_t fill(std::span<std::byte> to) {
    std::size_t done = 0;
    while (done < to.size() && !ended_) {
      const std::size_t in = std::min(packed_.size(), largest_piece), out = std::min(to.size() - done, largest_piece);
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(packed_.data()));
      stream_.avail_in = static_cast<uInt>(in);
      stream_.next_out = reinterpret_cast<Bytef*>(to.data() + done);
      stream_.avail_out = static_cast<uInt>(out);
      const int status = inflate(&stream_, Z_NO_FLUSH);
      packed_ = packed_.subspan(in - stream_.avail_in);
      const std::size_t got = out - stream_.avail_out;
      done += got;
      ended_ = status == Z_STREAM_END;
      require(status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR, ErrorKind::bad_data,
              "{}: its {} data are damaged ({}); copy it again", shown_, name_,
              stream_.msg != nullptr ? stream_.msg : "no reason given");
      require(ended_ || got > 0 || !packed_.empty(), ErrorKind::bad_data,
              "{}: its {} data are cut short; copy it again", shown_, name_);
    }
    return done;
  }

  bool ended() const { return ended_; }
  std::size_t left() const { return packed_.size(); }
  const std::string& name() const { return name_; }

  /// Goes on with the next member, if what is left begins as one.
  bool next_member() {
    if (!ended_ || !is_gzip(packed_)) return false;
    ended_ = inflateReset(&stream_) != Z_OK;
    return !ended_;
  }

 private:
  std::span<const std::byte> packed_;
  std::string shown_, name_;
  z_stream stream_{};
  bool ended_ = false;
};

std::vector<std::byte> inflate_exactly(std::span<const std::byte> packed, std::size_t size, std::string_view file,
                                       Packing packing) {
  require(size / best_ratio <= packed.size(), ErrorKind::bad_data,
          "{}: promises {} bytes, more than {} packed bytes can hold; copy it again", printable(file), size,
          packed.size());
  std::vector<std::byte> bytes(size);
  Inflation inflation(packed, file, packing);
  const std::size_t got = inflation.fill(bytes);
  std::byte spare;  // one byte more than there may be: only then the end and its checksum are read
  const std::size_t excess = inflation.fill({&spare, 1});
  require(got == size && excess == 0, ErrorKind::bad_data,
          "{}: holds {} {} bytes unpacked, its header promises {}; copy it again", printable(file),
          excess > 0 ? "more than" : "only", got, size);
  require(inflation.ended() && inflation.left() == 0, ErrorKind::bad_data, "{}: goes on after the end of its {} data",
          printable(file), inflation.name());
  return bytes;
}

}  // namespace

bool is_gzip(std::span<const std::byte> bytes) {
  return bytes.size() >= 2 && bytes[0] == std::byte{0x1f} && bytes[1] == std::byte{0x8b};
}

std::vector<std::byte> gunzip_head(std::span<const std::byte> packed, std::size_t most, std::string_view file) {
  std::vector<std::byte> head(most);
  head.resize(Inflation(packed, file, Packing::gzip).fill(head));
  return head;
}

std::vector<std::byte> gunzip(std::span<const std::byte> packed, std::size_t size, std::string_view file) {
  return inflate_exactly(packed, size, file, Packing::gzip);
}

std::vector<std::byte> inflate_raw(std::span<const std::byte> packed, std::size_t size, std::string_view file) {
  return inflate_exactly(packed, size, file, Packing::deflate);
}

std::vector<std::byte> gunzip_all(std::span<const std::byte> packed, std::string_view file) {
  constexpr std::size_t most = std::size_t{4} << 30;
  std::vector<std::byte> bytes(std::min(most, std::max<std::size_t>(4 * packed.size(), 4096)));
  Inflation inflation(packed, file, Packing::gzip);
  std::size_t got = 0;
  do {
    while (!inflation.ended()) {
      if (got == bytes.size()) bytes.resize(std::min(most, 2 * got));
      require(got < bytes.size(), ErrorKind::bad_data, "{}: unpacks to more than 4 GiB; gunzip it first",
              printable(file));
      got += inflation.fill(std::span(bytes).subspan(got));
    }
  } while (inflation.next_member());
  require(inflation.left() == 0, ErrorKind::bad_data, "{}: goes on after the end of its gzip data", printable(file));
  bytes.resize(got);
  return bytes;
}

}  // namespace replicas
