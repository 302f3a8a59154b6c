#include "engine/plain/plain_landscape.h"

#include "model/error.h"

namespace replicas {

template <class Number>
std::unique_ptr<WeightBatch> PlainLandscape<Number>::place(std::span<const float> weights,
                                                           std::vector<std::size_t> datasets) const {
  check_batch(*system_, weights, datasets);
  return std::make_unique<HostBatch<Number>>(std::vector<Number>(weights.begin(), weights.end()), std::move(datasets));
}

template <class Number>
ExampleLosses PlainLandscape<Number>::example_losses(const WeightBatch& batch, const System& source) const {
  const OnHost<Number> own(batch);
  ExampleLosses result;
  for (std::size_t r = 0; r < batch.count(); ++r) {
    const Evaluation<Number> pass = evaluate(source, batch.dataset(r) % source.dataset_count(), own->of(r), {});
    for (const Number loss : pass.losses) result.losses.push_back(static_cast<float>(loss));
    result.wrong.insert(result.wrong.end(), pass.wrongs.begin(), pass.wrongs.end());
  }
  return result;
}

template <class Number>
std::vector<float> PlainLandscape<Number>::gradients(const WeightBatch& batch) const {
  const OnHost<Number> own(batch);
  std::vector<float> result;
  for (std::size_t r = 0; r < batch.count(); ++r)
    for (const Number g : evaluate(*system_, batch.dataset(r), own->of(r), {}).gradient)
      result.push_back(static_cast<float>(g));
  return result;
}

namespace {

/// product(replica, its weights, its direction) of every replica, in float.
template <class Number, class Product>
std::unique_ptr<WeightBatch> products_of(const WeightBatch& batch, const WeightBatch& directions,
                                         const Product& product) {
  check_directions(batch, directions);
  const OnHost<Number> own(batch), along(directions);
  std::vector<float> result;
  for (std::size_t r = 0; r < batch.count(); ++r)
    for (const Number h : product(r, own->of(r), along->of(r))) result.push_back(static_cast<float>(h));
  return std::make_unique<HostBatch<float>>(std::move(result), batch.datasets());
}

}  // namespace

template <class Number>
std::unique_ptr<WeightBatch> PlainLandscape<Number>::hessian_products(const WeightBatch& batch,
                                                                      const WeightBatch& directions) const {
  return products_of<Number>(batch, directions, [&](std::size_t r, auto weights, auto direction) {
    return evaluate(*system_, batch.dataset(r), weights, direction).product;
  });
}

template <class Number>
std::unique_ptr<WeightBatch> PlainLandscape<Number>::gauss_newton_products(const WeightBatch& batch,
                                                                           const WeightBatch& directions) const {
  return products_of<Number>(batch, directions, [&](std::size_t r, auto weights, auto direction) {
    return system_->gauss_newton_product(batch.dataset(r), weights, direction);
  });
}

template class PlainLandscape<float>;
template class PlainLandscape<double>;

}  // namespace replicas
