#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/layout.h"
#include "physics/activation.h"

namespace replicas {

enum class Loss { softmax, logistic, mse, hinge };

/// Where one dense layer sits in the weight vector of a network.
struct Layer {
  int inputs;
  int outputs;
  std::size_t weight;        ///< first entry of W[inputs][outputs], row-major
  std::size_t bias;          ///< first entry of b[outputs]; meaningless without bias
  std::uint64_t noise;       ///< noise index of W[0][0]; row i starts at noise + i * padded(outputs)
  std::uint64_t bias_noise;  ///< noise index of b[0]
  std::size_t block;         ///< of the layout: W; b is the next
};

/// A fully connected network. The weights of one network are one vector of N floats in logical order: layer by layer
/// W_l[in][out] row-major, then b_l[out]; each is a block of the layout, whose rows are one input's fan-out vector, or
/// one bias vector.
class Network {
 public:
  Network(std::vector<int> widths, Activation activation = Activation::tanh, Loss loss = Loss::softmax,
          bool bias = true);

  const std::vector<int>& widths() const { return widths_; }
  const std::vector<Layer>& layers() const { return layers_; }
  const Layout& layout() const { return layout_; }
  /// The same network with its blocks treated as `layout` says, which has the same places.
  Network with(Layout layout) const;
  Activation activation() const { return activation_; }
  Loss loss() const { return loss_; }
  bool bias() const { return bias_; }
  /// One output says which of two classes it is by its sign.
  bool labels_one_output() const { return loss_ == Loss::logistic || (loss_ == Loss::hinge && outputs() == 1); }
  int inputs() const { return widths_.front(); }
  int outputs() const { return widths_.back(); }
  int classes() const { return labels_one_output() ? 2 : outputs(); }
  std::size_t weights() const { return layout_.weights(); }              ///< N
  std::uint64_t noise_blocks() const { return layout_.noise_blocks(); }  ///< padded length / 4
  std::uint64_t noise_index(std::size_t weight) const { return layout_.noise_index(weight); }
  double flops_per_step(std::size_t examples) const;  ///< 2 P (3 W - D H1)

 private:
  std::vector<int> widths_;
  Activation activation_;
  Loss loss_;
  bool bias_;
  std::vector<Layer> layers_;
  Layout layout_;
};

/// "10-24-24-3" to widths; an Error (64) names what is wrong.
std::vector<int> parse_widths(std::string_view text);
std::string to_string(const std::vector<int>& widths);
std::string_view name(Activation activation);
std::string_view name(Loss loss);

}  // namespace replicas
