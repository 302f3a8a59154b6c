#pragma once

// Formulas are read by g++ and by nvcc. Always inlined, so that a translation unit compiled for one instruction set
// never leaves an out-of-line copy that the linker could pick for every other one.
#ifdef __CUDACC__
#define HOST_DEVICE __host__ __device__ __forceinline__
#else
#define HOST_DEVICE [[gnu::always_inline]] inline
#endif
