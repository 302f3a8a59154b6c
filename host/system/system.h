#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/layout.h"

namespace replicas {

struct Ensemble;
struct Dataset;

/// What the weights of one replica give on one data set, in the number type that was asked for.
template <class Number>
struct Evaluation {
  double loss = 0;                   ///< L
  int wrong = 0;                     ///< wrongly labelled examples
  std::vector<Number> gradient;      ///< grad L, N
  std::vector<Number> product;       ///< Hessian of L times the direction, N (empty without a direction)
  std::vector<Number> losses;        ///< of each example, P; L is their mean
  std::vector<std::uint8_t> wrongs;  ///< P, 1 where the label is wrong
};

/// What the loss of one example says of its margin m: cross-entropy l = ln(1 + exp(-m)), an exponential wall
/// l = exp(-m), or nothing.
enum class Margins { none, cross_entropy, exponential };

/// What can be asked of a system beside its loss and gradient. Judges, observables and instruments ask this and never
/// which system it is.
struct Capabilities {
  bool labels = false;        ///< examples have labels, which can be answered wrongly
  bool mean_loss = true;      ///< one example feels P T; else the "examples" are terms whose sum is L
  bool separable = false;     ///< the loss of an example that is answered rightly can go to 0 as the weights grow
  bool kinks = false;         ///< the gradient jumps somewhere, where a pointwise Hessian sees nothing
  bool gauss_newton = false;  ///< gauss_newton_product is there
  bool batches = false;       ///< restricted is there: gradients of a part of the examples
  bool layers = false;        ///< layer_values and tangent_kernel are there
  bool exact_law = false;     ///< exact_law and equilibrium_weights are there
  bool normalisable = false;  ///< exp(-L/T) alone has an integral: no confinement needed
  Margins margins = Margins::none;
};

/// What no weights can go below on one data set, known from the data alone: the loss of examples that see the same and
/// ask for different answers.
struct LossBound {
  double value = -std::numeric_limits<double>::infinity();  ///< lower bound of L
  double zero_inputs = 0;                                   ///< the part of `value` whose loss no weights can change
  int zero_examples = 0;                                    ///< number of those examples
  int contradicting = 0;                                    ///< other examples that cannot all be answered
};

/// What a run ought to show at one temperature.
struct ExactLaw {
  double loss_mean = 0, loss_variance = 0, hessian_trace = 0;
  double tau = 0;  ///< autocorrelation time 1 + 2 sum rho of L in steps
};

/// What a layer holds for some examples, each [example][unit]: pre-activations z and features a = f(z).
struct LayerValues {
  std::size_t units = 0;
  std::vector<double> before, after;
};

/// What can be simulated: a loss L(w) of N weights on one or more data sets. A value that nobody changes, shared by all
/// who need it (std::shared_ptr<const System>), so that data are never copied. Engines keep a table of kernels by
/// `kind`; the plain engine computes every system, by `evaluate` alone. What a system can answer beyond that it says in
/// `capabilities`; the functions below `evaluate` are only called where it says so.
class System {
 public:
  virtual ~System() = default;
  System(const System&) = delete;
  System& operator=(const System&) = delete;

  virtual std::string_view kind() const = 0;  ///< "network", "potential", ...
  virtual std::string text() const = 0;       ///< in a few words, for people: "10-24-24-3"
  virtual std::string origin() const = 0;     ///< of what the loss is taken over: file names, or how it was drawn
  /// Attributes of run.nc that say what was simulated.
  virtual std::vector<std::pair<std::string, std::string>> attributes() const { return {}; }
  virtual std::vector<std::pair<std::string, double>> numbers() const { return {}; }  ///< the same, as numbers

  const Layout& layout() const { return layout_; }
  std::size_t weights() const { return layout_.weights(); }  ///< N
  virtual std::size_t dataset_count() const { return 1; }
  virtual int examples() const = 0;  ///< P, of each data set
  virtual Capabilities capabilities() const { return {}; }
  /// Throws what an engine must not be given: data that do not fit (bad_data), say.
  virtual void check() const {}
  /// Everything that defines the loss beyond the configuration of a run; has to be the same when the run goes on.
  virtual std::vector<std::span<const std::byte>> data() const { return {}; }
  /// Of its own, for engines that keep something for a system that they have been shown.
  std::uint64_t identity() const { return identity_; }

  /// L, grad L and, with a `direction`, the exact product with the Hessian: how the plain engine computes.
  virtual Evaluation<float> evaluate(std::size_t dataset, std::span<const float> weights,
                                     std::span<const float> direction) const = 0;
  virtual Evaluation<double> evaluate(std::size_t dataset, std::span<const double> weights,
                                      std::span<const double> direction) const = 0;
  /// The same system on these examples of each data set alone, as many of each: L is their mean.
  virtual std::shared_ptr<const System> restricted(const std::vector<std::vector<std::uint32_t>>& examples) const;
  /// The same system on these examples, as its one data set: what online batches are seen by.
  virtual std::shared_ptr<const System> shown(Dataset examples) const;
  virtual double flops_per_step() const = 0;  ///< floating-point operations of one gradient, about

  /// L in double and, where `gradient` is not empty, its gradient: for descents below the 24 bits of the engines.
  virtual double loss_in_double(std::size_t dataset, std::span<const double> weights, std::span<double> gradient) const;
  virtual double flops_in_double() const { return flops_per_step(); }  ///< of one such call with a gradient
  virtual std::optional<double> infimum() const { return {}; }         ///< L0, where a formula has it
  virtual LossBound loss_bound(std::size_t) const { return {}; }
  /// Directions that L can be stiff in: the rank of its Gauss-Newton matrix, at most.
  virtual std::size_t rank_bound() const { return weights(); }
  /// G v, G the Gauss-Newton matrix on one data set: the mean over examples of J^T A J, A the Hessian of the example
  /// loss in the outputs and J their derivatives in the weights.
  virtual std::vector<float> gauss_newton_product(std::size_t dataset, std::span<const float> weights,
                                                  std::span<const float> direction) const;
  virtual std::vector<double> gauss_newton_product(std::size_t dataset, std::span<const double> weights,
                                                   std::span<const double> direction) const;

  /// Of every layer on the first examples of a data set, in double.
  virtual std::vector<LayerValues> layer_values(std::size_t dataset, std::span<const float> weights,
                                                std::size_t examples) const;
  /// The kernel by which a small step moves the outputs z_c: K(x, x') = sum over c and weights i of
  /// D_i dz_c(x)/dw_i dz_c(x')/dw_i, D_i the step factor of the layout; [examples][examples], in double.
  virtual std::vector<double> tangent_kernel(std::size_t dataset, std::span<const float> weights,
                                             std::size_t examples) const;

  /// Modes that L does not depend on, each a linear form in the weights of one block: exact Gaussian modes of a run.
  virtual std::size_t gauge_mode_count() const { return 0; }
  virtual std::vector<float> gauge_modes(std::span<const float>) const { return {}; }
  virtual const Block& gauge_block(std::size_t) const { return layout()[0]; }

  /// How far the rounding of outputs to floats moves L when its mean is `loss`, in units of the rounding.
  virtual std::optional<double> output_rounding(double) const { return {}; }
  virtual double largest_input() const { return 0; }  ///< in absolute value

  /// Where replicas begin that begin at random, for every replica of the ensemble; nothing: normal weights by the
  /// layout (run/start.h).
  virtual std::vector<float> random_start(const Ensemble&) const { return {}; }
  virtual ExactLaw exact_law(const Ensemble& ensemble, std::size_t temperature_index) const;
  /// Independent draws from the stationary law for every replica.
  virtual std::vector<float> equilibrium_weights(const Ensemble& ensemble) const;

 protected:
  explicit System(Layout layout);

 private:
  Layout layout_;
  std::uint64_t identity_;
};

}  // namespace replicas
