#include "run/data_remarks.h"

#include <nlohmann/json.hpp>

namespace replicas {

namespace {

template <class Take>
void for_each_remark(const std::vector<Dataset>& training, const std::vector<Dataset>& test_data, Take take) {
  for (const std::vector<Dataset>* all : {&training, &test_data})
    for (const Dataset& dataset : *all)
      for (const Remark& remark : dataset.remarks) take(remark);
}

}  // namespace

void say_remarks(const std::vector<Dataset>& training, const std::vector<Dataset>& test_data,
                 const Callbacks& callbacks) {
  for_each_remark(training, test_data, [&callbacks](const Remark& remark) {
    if (callbacks.log)
      callbacks.log(remark.doubt ? Callbacks::Level::warning : Callbacks::Level::information, remark.sentence);
  });
}

void describe_data(const std::vector<Dataset>& training, const std::vector<Dataset>& test_data, Results& results) {
  std::string notes;
  for_each_remark(training, test_data, [&](const Remark& remark) {
    notes += (notes.empty() ? "" : "\n") + remark.sentence;
    if (remark.doubt) results.verdicts.push_back({Verdict::Kind::note, "data", remark.sentence + "."});
  });
  if (!notes.empty()) results.attributes["data_notes"] = notes;
  const Dataset& first = training.front();
  if (!first.class_names.empty()) results.attributes["class_names"] = nlohmann::json(first.class_names).dump();
  if (first.input_mean.empty()) return;
  results.inputs.push_back({"input_mean", "mean of each input over the training data, subtracted", first.input_mean});
  results.inputs.push_back(
      {"input_scale", "standard deviation of each input over the training data, divided by", first.input_scale});
}

}  // namespace replicas
