#include <array>

#include "observe/instruments/instrument.h"

namespace replicas {

// Each instrument, declared here alone. A new one adds its line here and one in the table below.
Instrument loss_instrument();
Instrument weight_norm_instrument();
Instrument weights_instrument();
Instrument gauge_mode_instrument();
Instrument curvature_probe_instrument();
Instrument energy_instrument();
Instrument test_data_instrument();
Instrument loss_participation_instrument();
Instrument curvature_check_instrument();

namespace {

using MakeInstrument = Instrument (*)();
constexpr MakeInstrument table[] = {
    loss_instrument,       weight_norm_instrument,        weights_instrument,
    gauge_mode_instrument, curvature_probe_instrument,    energy_instrument,
    test_data_instrument,  loss_participation_instrument, curvature_check_instrument,
};

bool works(const Instrument& instrument, const Ensemble& ensemble) {
  return instrument.works_on == nullptr || instrument.works_on(ensemble);
}

bool is_there(Presence presence, bool keeps_weights, bool has_test_data) {
  switch (presence) {
    case Presence::always: return true;
    case Presence::with_test_data: return has_test_data;
    case Presence::while_kept: return keeps_weights;
  }
  return true;
}

}  // namespace

std::size_t RecordedArray::numbers(const Ensemble& ensemble) const {
  for (const Instrument& instrument : instruments())
    for (const RecordedArray& array : instrument.arrays)
      if (array.occasion == occasion && array.name == name && !works(instrument, ensemble)) return 0;
  std::size_t product = 1;
  for (const Axis& axis : axes) product *= axis.length(ensemble);
  return product;
}

std::size_t RecordedArray::bytes(const Ensemble& ensemble) const {
  return numbers(ensemble) * (in_double ? sizeof(double) : sizeof(float));
}

const std::vector<float>& Snapshot::weights() const {
  if (!weights_) weights_ = engine.weights();
  return *weights_;
}

std::span<const Instrument> instruments() {
  static const std::vector<Instrument> all = [] {
    std::vector<Instrument> made;
    for (const MakeInstrument make : table) made.push_back(make());
    return made;
  }();
  return all;
}

std::span<const RecordedArray> recorded_arrays(Occasion occasion) {
  static const std::array<std::vector<RecordedArray>, 3> all = [] {
    std::array<std::vector<RecordedArray>, 3> by_occasion;
    for (const Instrument& instrument : instruments())
      for (const RecordedArray& array : instrument.arrays)
        by_occasion[static_cast<std::size_t>(array.occasion)].push_back(array);
    return by_occasion;
  }();
  return all[static_cast<std::size_t>(occasion)];
}

double recorded_bytes(const Ensemble& ensemble, Occasion occasion, bool keeps_weights, bool has_test_data) {
  double bytes = 0;
  for (const RecordedArray& array : recorded_arrays(occasion))
    if (is_there(array.presence, keeps_weights, has_test_data)) bytes += static_cast<double>(array.bytes(ensemble));
  return bytes;
}

void measure(const Snapshot& snapshot, Occasion occasion, Record& record) {
  record.step = snapshot.step;
  for (const Instrument& instrument : instruments())
    if (instrument.occasion == occasion && works(instrument, snapshot.ensemble())) instrument.measure(snapshot, record);
}

}  // namespace replicas
