#include "engine/plain/plain_landscape.h"

#include "model/error.h"

namespace replicas {

template <class Number>
std::vector<float> PlainBatch<Number>::weights() const {
  std::vector<float> result(values.size());
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = static_cast<float>(values[i]);
  return result;
}

template <class Number>
std::span<const Number> PlainBatch<Number>::of(std::size_t replica) const {
  const std::size_t n = values.size() / count();
  return std::span<const Number>(values).subspan(replica * n, n);
}

template <class Number>
AsPlain<Number>::AsPlain(const WeightBatch& batch) : plain_(dynamic_cast<const PlainBatch<Number>*>(&batch)) {
  if (plain_ != nullptr) return;
  const std::vector<float> weights = batch.weights();
  copy_ = std::make_unique<PlainBatch<Number>>(std::vector<Number>(weights.begin(), weights.end()), batch.datasets());
  plain_ = copy_.get();
}

template <class Number>
std::unique_ptr<WeightBatch> PlainLandscape<Number>::place(std::span<const float> weights,
                                                           std::vector<std::size_t> datasets) const {
  check_batch(*system_, weights, datasets);
  return std::make_unique<PlainBatch<Number>>(std::vector<Number>(weights.begin(), weights.end()), std::move(datasets));
}

template <class Number>
ExampleLosses PlainLandscape<Number>::example_losses(const WeightBatch& batch, const System& shown) const {
  const AsPlain<Number> own(batch);
  ExampleLosses result;
  for (std::size_t r = 0; r < batch.count(); ++r) {
    const Evaluation<Number> pass = evaluate(shown, batch.dataset(r) % shown.dataset_count(), own->of(r), {});
    for (const Number loss : pass.losses) result.losses.push_back(static_cast<float>(loss));
    result.wrong.insert(result.wrong.end(), pass.wrongs.begin(), pass.wrongs.end());
  }
  return result;
}

template <class Number>
std::vector<float> PlainLandscape<Number>::gradients(const WeightBatch& batch) const {
  const AsPlain<Number> own(batch);
  std::vector<float> result;
  for (std::size_t r = 0; r < batch.count(); ++r)
    for (const Number g : evaluate(*system_, batch.dataset(r), own->of(r), {}).gradient)
      result.push_back(static_cast<float>(g));
  return result;
}

namespace {

/// product(replica, its weights, its direction) of every replica, in float.
template <class Number, class Product>
std::vector<float> products_of(const System& system, const WeightBatch& batch, std::span<const float> directions,
                               const Product& product) {
  check_directions(system, batch, directions);
  const AsPlain<Number> own(batch);
  const std::size_t n = system.weights();
  std::vector<float> result;
  for (std::size_t r = 0; r < batch.count(); ++r) {
    const auto part = directions.subspan(r * n, n);
    const std::vector<Number> direction(part.begin(), part.end());
    for (const Number h : product(r, own->of(r), std::span(direction))) result.push_back(static_cast<float>(h));
  }
  return result;
}

}  // namespace

template <class Number>
std::vector<float> PlainLandscape<Number>::hessian_products(const WeightBatch& batch,
                                                            std::span<const float> directions) const {
  return products_of<Number>(*system_, batch, directions, [&](std::size_t r, auto weights, auto direction) {
    return evaluate(*system_, batch.dataset(r), weights, direction).product;
  });
}

template <class Number>
std::vector<float> PlainLandscape<Number>::gauss_newton_products(const WeightBatch& batch,
                                                                 std::span<const float> directions) const {
  return products_of<Number>(*system_, batch, directions, [&](std::size_t r, auto weights, auto direction) {
    return system_->gauss_newton_product(batch.dataset(r), weights, direction);
  });
}

template class PlainBatch<float>;
template class PlainBatch<double>;
template class AsPlain<float>;
template class AsPlain<double>;
template class PlainLandscape<float>;
template class PlainLandscape<double>;

}  // namespace replicas
