#include "run/data_remarks.h"

#include <nlohmann/json.hpp>

#include "system/network/network_system.h"

namespace replicas {

namespace {

template <class Take>
void for_each_remark(const System& training, const System* test, Take take) {
  for (const System* const shown : {&training, test})
    if (const NetworkSystem* const network = shown == nullptr ? nullptr : as_network(*shown))
      for (const Dataset& dataset : network->datasets())
        for (const Remark& remark : dataset.remarks) take(remark);
}

}  // namespace

void say_remarks(const System& training, const System* test, const Callbacks& callbacks) {
  for_each_remark(training, test, [&callbacks](const Remark& remark) {
    if (callbacks.log)
      callbacks.log(remark.doubt ? Callbacks::Level::warning : Callbacks::Level::information, remark.sentence);
  });
}

void describe_data(const System& training, const System* test, Results& results) {
  std::string notes;
  for_each_remark(training, test, [&](const Remark& remark) {
    notes += (notes.empty() ? "" : "\n") + remark.sentence;
    if (remark.doubt) results.verdicts.push_back({Verdict::Kind::note, "data", remark.sentence + "."});
  });
  if (!notes.empty()) results.attributes["data_notes"] = notes;
  const NetworkSystem* const network = as_network(training);
  if (network == nullptr) return;
  const Dataset& first = network->datasets().front();
  if (!first.class_names.empty()) results.attributes["class_names"] = nlohmann::json(first.class_names).dump();
  if (first.input_mean.empty()) return;
  ResultAxis input = counted_axis("input", "number of the input", first.input_mean.size());
  input.coordinate = false;
  const auto add = [&](const char* name, const char* long_name, const std::vector<double>& values) {
    results.inputs.push_back({.name = name, .unit = "1", .long_name = long_name, .values = values, .axes = {input}});
  };
  add("input_mean", "mean of each input over the training data, subtracted", first.input_mean);
  add("input_scale", "standard deviation of each input over the training data, divided by", first.input_scale);
}

}  // namespace replicas
