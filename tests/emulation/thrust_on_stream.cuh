#pragma once

// Takes the place of cuda/on_device/thrust_on_stream.cuh when g++ compiles the kernels: Thrust's own backend for the
// CPU (CMakeLists.txt says THRUST_DEVICE_SYSTEM), or two loops where no Thrust is installed.
#if __has_include(<thrust/for_each.h>)
#include <thrust/execution_policy.h>
#include <thrust/for_each.h>
#include <thrust/iterator/counting_iterator.h>
#else
namespace thrust {

template <class Number>
using counting_iterator = Number;

template <class Policy, class Size, class Function>
void for_each_n(const Policy&, Size first, Size count, Function function) {
  for (Size i = first; i < first + count; ++i) function(i);
}

struct DevicePolicy {};
inline constexpr DevicePolicy device;

}  // namespace thrust
#endif

#include "device.h"

#ifndef __device__  // the toolkit's Thrust brings the toolkit's word, which g++ reads as nothing, too
#define __device__
#endif

namespace replicas::gpu {

template <class Work>
void on_stream(Stream&, const Work& work) {
  work(thrust::device);
}

}  // namespace replicas::gpu
