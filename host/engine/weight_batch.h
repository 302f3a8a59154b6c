#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace replicas {

/// Weights of any number of replicas of one system, each with the data set that its loss is taken on, or directions in
/// the space of those weights, held where a backend computes: on the device, or padded for vectors.
class WeightBatch {
 public:
  virtual ~WeightBatch() = default;
  WeightBatch(const WeightBatch&) = delete;
  WeightBatch& operator=(const WeightBatch&) = delete;

  std::size_t count() const { return datasets_.size(); }
  std::size_t dataset(std::size_t replica) const { return datasets_[replica]; }
  const std::vector<std::size_t>& datasets() const { return datasets_; }
  virtual std::size_t each() const = 0;            ///< N
  virtual std::vector<float> weights() const = 0;  ///< count x N, in logical order

 protected:
  explicit WeightBatch(std::vector<std::size_t> datasets) : datasets_(std::move(datasets)) {}

 private:
  std::vector<std::size_t> datasets_;
};

/// In the memory of the host, in logical order.
template <class Number>
class HostBatch final : public WeightBatch {
 public:
  HostBatch(std::vector<Number> weights, std::vector<std::size_t> datasets)
      : WeightBatch(std::move(datasets)), values(std::move(weights)) {}
  /// A copy of any batch.
  explicit HostBatch(const WeightBatch& batch) : WeightBatch(batch.datasets()) {
    const std::vector<float> weights = batch.weights();
    values.assign(weights.begin(), weights.end());
  }
  std::size_t each() const override { return count() > 0 ? values.size() / count() : 0; }
  std::vector<float> weights() const override {
    std::vector<float> result(values.size());
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = static_cast<float>(values[i]);
    return result;
  }
  std::span<const Number> of(std::size_t replica) const { return std::span(values).subspan(replica * each(), each()); }
  std::span<Number> of(std::size_t replica) { return std::span(values).subspan(replica * each(), each()); }

  std::vector<Number> values;  ///< count x N
};

/// A batch as one of a backend's own kind: itself where it is one and `fits`, else a copy that `copy` makes of it.
template <class Own>
class OwnBatch {
 public:
  template <class Copy>
  OwnBatch(const WeightBatch& batch, const Copy& copy) : OwnBatch(batch, copy, [](const Own&) { return true; }) {}
  template <class Copy, class Fits>
  OwnBatch(const WeightBatch& batch, const Copy& copy, const Fits& fits) : own_(dynamic_cast<const Own*>(&batch)) {
    if (own_ != nullptr && fits(*own_)) return;
    copy_ = copy(batch);
    own_ = copy_.get();
  }
  const Own* operator->() const { return own_; }
  const Own& operator*() const { return *own_; }

 private:
  std::unique_ptr<Own> copy_;
  const Own* own_;
};

/// The one copy that any backend can be asked for.
template <class Number>
class OnHost : public OwnBatch<HostBatch<Number>> {
 public:
  explicit OnHost(const WeightBatch& batch)
      : OwnBatch<HostBatch<Number>>(
            batch, [](const WeightBatch& other) { return std::make_unique<HostBatch<Number>>(other); }) {}
};

}  // namespace replicas
