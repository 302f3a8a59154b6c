// A system that replicas does not know, on the plain engine: L(w) = sum_i w_i^4 / 4 of N weights. By equipartition
// <w . grad L> = N T and w . grad L = 4 L, so <L> = N T / 4 and d_mean = 2 <L> / T = N / 2 at every temperature: half
// of what a quadratic minimum would show. Prints it with its error.
#include <replicas/run/simulation.h>

#include <cstdio>
#include <memory>

namespace {

constexpr std::size_t modes = 12;

replicas::Layout one_block() {
  replicas::Layout layout;
  layout.append(1, modes, 0, 1, false);
  return layout;
}

template <class Number>
replicas::Evaluation<Number> quartic(std::span<const Number> w, std::span<const Number> direction) {
  replicas::Evaluation<Number> found;
  Number loss = 0;
  for (std::size_t i = 0; i < w.size(); ++i) {
    loss += w[i] * w[i] * w[i] * w[i] / 4;
    found.gradient.push_back(w[i] * w[i] * w[i]);
    if (!direction.empty()) found.product.push_back(3 * w[i] * w[i] * direction[i]);
  }
  found.loss = static_cast<double>(loss);
  found.losses = {loss};
  found.wrongs = {0};
  return found;
}

class Quartic final : public replicas::System {
 public:
  Quartic() : System(one_block()) {}
  std::string_view kind() const override { return "quartic"; }
  std::string text() const override { return "twelve quartic modes"; }
  std::string origin() const override { return "a formula"; }
  int examples() const override { return 1; }
  replicas::Capabilities capabilities() const override { return {.mean_loss = false, .normalisable = true}; }
  std::optional<double> infimum() const override { return 0; }
  double flops_per_step() const override { return 100.0 * modes; }
  replicas::Evaluation<float> evaluate(std::size_t, std::span<const float> w,
                                       std::span<const float> direction) const override {
    return quartic(w, direction);
  }
  replicas::Evaluation<double> evaluate(std::size_t, std::span<const double> w,
                                        std::span<const double> direction) const override {
    return quartic(w, direction);
  }
};

}  // namespace

int main(int, char** arguments) {
  replicas::Request request;
  request.physics.temperatures = {1e-3, 1e-2};
  request.physics.confinement = {.kind = replicas::Confinement::Kind::none, .strength = 0};
  request.physics.step_size = {.kind = replicas::StepSizeRule::Kind::list, .values = {0.5, 0.15}};
  request.physics.replicas = 32;
  request.physics.steps = 20000;
  request.given = {"no-confinement"};
  request.control.out = arguments[1];
  const replicas::OwnData own{.system = std::make_shared<Quartic>()};
  {
    replicas::Simulation half(request, {}, own);
    half.prepare();
    half.advance(half.steps() / 2);
    half.checkpoint();
  }
  replicas::Simulation run = replicas::Simulation::resume(arguments[1], {}, {}, own);
  run.prepare();
  std::printf("engine %s, from step %d\n", run.engine().name().c_str(), static_cast<int>(run.step()));
  run.advance(run.steps());
  const replicas::Results results = run.complete();
  const replicas::Column* const d_mean = results.column("d_mean");
  for (std::size_t t = 0; t < d_mean->values.size(); ++t)
    std::printf("d_mean %.6g error %.6g exact %.6g\n", d_mean->values[t], d_mean->error[t], 0.5 * modes);
}
