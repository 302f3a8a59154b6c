"""The GPU engine of `replicas`, for CUDA 13: libreplicas_cuda.so lies here, where `import replicas` and the command `replicas` of
the same version look for it."""
