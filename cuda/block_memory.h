#pragma once

#include <vector>

#include "block_view.h"
#include "device_array.h"
#include "hidden_layer.h"
#include "model/network.h"

namespace replicas::gpu {

/// Slots of a block: as many replicas as keep their activations in the L2 cache of the device, at most 512. Fixed by
/// the network and the number of examples, never by how many replicas run: a product's shape decides which kernel
/// cuBLAS picks, so a block always has this many slots and the unused ones stay empty.
int slots_of(const Network& network, int examples);

/// Floats that one slot needs: `second` with room for Hessian products.
std::size_t floats_per_slot(const Network& network, int examples, bool second);

/// The arrays of one block of replicas on the device.
class BlockMemory {
 public:
  BlockMemory(const Network& network, int examples, int slots, bool second);

  int slots() const { return slots_; }
  /// The replica of every slot and the step before the next, from the memory of the device.
  void place(Stream& stream, const SlotReplica* replicas, const std::uint64_t* step) const;

  const BlockView& block() const { return block_; }
  const BlockView& direction_block() const { return direction_block_; }  ///< V as weights, H V as gradient
  const LayerView& layer(std::size_t l) const { return layers_[l]; }
  const LayerView& direction_layer(std::size_t l) const { return direction_layers_[l]; }
  HiddenView hidden(std::size_t l, bool second) const;                ///< of hidden layer l
  const Matrices& values(std::size_t l) const { return values_[l]; }  ///< z, then a; of the last layer the logits
  const Matrices& errors(std::size_t l) const { return errors_[l]; }  ///< of the last layer the logits' own array
  const Matrices& tangents(std::size_t l) const { return tangents_[l]; }
  const Matrices& error_tangents(std::size_t l) const { return error_tangents_[l]; }

 private:
  std::vector<LayerView> arrange_layers(float* weights, float* gradient) const;
  Matrices take(float*& arena, std::size_t l) const;

  const Network network_;
  int examples_, slots_;
  DeviceArray<SlotReplica> replicas_;
  DeviceArray<std::uint64_t> step_;
  DeviceArray<double> loss_, wrong_;
  DeviceArray<float> arena_;
  std::vector<LayerView> layers_, direction_layers_;
  DeviceArray<LayerView> layers_on_device_, direction_layers_on_device_;
  std::vector<Matrices> values_, errors_, slopes_, tangents_, bends_, error_tangents_;
  BlockView block_{}, direction_block_{};
};

}  // namespace replicas::gpu
