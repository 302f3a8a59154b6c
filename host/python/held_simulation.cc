#include "python/held_simulation.h"

#include "data/data_array.h"
#include "data/dataset_file.h"
#include "run/fields.h"
#include "run/slices.h"
#include "store/checksum.h"

namespace replicas::python {

namespace nb = nanobind;

namespace {

std::span<const std::byte> bytes_of(const nb::bytes& bytes) {
  return {reinterpret_cast<const std::byte*>(bytes.c_str()), bytes.size()};
}

/// As a message names it, and as Python indexes it: data[0], or data[3][0] of several sets.
NamedArray named(const nb::bytes& bytes, const std::string& shown) {
  return {.array = parse_data_array(bytes_of(bytes), shown, {.header = Reading::Header::no}), .source = shown};
}

/// Names arrays by what is in them, so that a run begun with others is not taken for this one.
std::string origin_of(const ArrayPairs& pairs) {
  std::vector<std::uint64_t> sums;
  for (const auto& [inputs, answers] : pairs) {
    sums.push_back(checksum(bytes_of(inputs)));
    sums.push_back(checksum(bytes_of(answers)));
  }
  return fmt::format("arrays {:016x}", checksum(std::as_bytes(std::span(sums))));
}

std::vector<Dataset> datasets_of(const ArrayPairs& pairs, const char* keyword, const Network& network,
                                 const Reading& reading, const Dataset* training) {
  std::vector<Dataset> datasets;
  const std::string origin = origin_of(pairs);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const std::string shown = pairs.size() == 1 ? keyword : fmt::format("{}[{}]", keyword, i);
    datasets.push_back(make_dataset(named(pairs[i].first, shown + "[0]"), named(pairs[i].second, shown + "[1]"), origin,
                                    network, reading, training));
  }
  return datasets;
}

}  // namespace

Request request_of(const Texts& texts, const std::string& history, bool names_slice) {
  Request request;
  for (const Field& own : fields()) {
    const auto chosen = texts.find(own.key);
    if (chosen == texts.end()) continue;
    own.parse(request, chosen->second);
    request.given.insert(own.key);
  }
  request.history = history;
  RunControl& control = request.control;
  if (names_slice && !control.out.empty()) control.out = slice_directory(control.out, request.physics.shard).string();
  return request;
}

OwnData own_data_of(const ArrayPairs& training, const ArrayPairs& test, const Request& request) {
  if (training.empty() && test.empty()) return {};
  const Physics& physics = request.physics;
  require(!physics.potential, ErrorKind::bad_value, "<potential> and <data> exclude each other");
  require(!training.empty(), ErrorKind::bad_value,
          "arrays as <test-data> need arrays as <data>; give both as files, or both as arrays");
  const Network network(physics.widths, physics.activation, physics.loss, physics.bias);
  Reading reading = physics.reading;
  OwnData own;
  reading.examples = request.given.contains("examples") ? physics.examples : 0;
  own.training = datasets_of(training, "data", network, reading, nullptr);
  reading.examples = 0;
  own.test = datasets_of(test, "test_data", network, reading, &own.training.front());
  return own;
}

Dataset shown_data_of(const ArrayPair& arrays, const Network& network, const Reading& reading,
                      const Dataset& training) {
  Reading all = reading;
  all.examples = 0;
  return make_dataset(named(arrays.first, "x"), named(arrays.second, "y"), "arrays of the caller", network, all,
                      &training);
}

HeldSimulation::HeldSimulation(const Texts& texts, const std::string& history, bool names_slice,
                               const ArrayPairs& training, const ArrayPairs& test, nb::object listener)
    : caller_(std::move(listener)) {
  const Request request = request_of(texts, history, names_slice);
  OwnData own = own_data_of(training, test, request);
  {
    const nb::gil_scoped_release release;
    simulation_ = std::make_unique<Simulation>(request, caller_.callbacks(), std::move(own));
  }
  if (caller_.raised()) caller_.rethrow();
}

void HeldSimulation::close() {
  if (closed()) return;
  const InUse in_use(*this);
  simulation_.reset();
}

HeldSimulation::InUse::InUse(HeldSimulation& owner) : held(owner) {
  if (::getpid() != held.process_)
    throw nb::builtin_exception(
        nb::exception_type::runtime_error,
        "this Simulation was made in another process, and its threads did not come along in the fork; make one here, "
        "or start processes by 'spawn'");
  if (held.in_use_.exchange(true))
    throw nb::builtin_exception(nb::exception_type::runtime_error, "this Simulation is in use by another thread");
  if (held.closed()) {
    held.in_use_ = false;
    throw nb::builtin_exception(nb::exception_type::runtime_error, "this Simulation is closed");
  }
}

}  // namespace replicas::python
