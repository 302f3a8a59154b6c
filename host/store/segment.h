#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "model/byte_stream.h"
#include "observe/instruments/measurements.h"

namespace replicas {

/// How much of every growing series of some Measurements a file has already.
using SeriesLengths = std::vector<std::size_t>;
SeriesLengths series_lengths(const Measurements& measured);

/// Bytes that the series have grown by since `from`, about: when a segment is worth writing for its size alone.
std::size_t growth_in_bytes(const Measurements& measured, const SeriesLengths& from);

/// What the series have grown by since `from`, and all of what changes in place.
void put_segment(ByteWriter& writer, const Measurements& measured, const SeriesLengths& from);

/// The same back: series grow, what changes in place is replaced. Error(bad_data, 65) when a size does not belong to
/// the ensemble of `measured`, or when the program that wrote it records other arrays.
void append_segment(ByteReader& reader, Measurements& measured);

}  // namespace replicas
