#!/usr/bin/env python3
"""JAX as a user would write it: vmap(grad) of one network over the replicas, lax.scan over the steps, under jit with
donated buffers, matrix products at precision 'highest' (true float32).

    jax_peer.py WORKLOAD REPLICAS SECONDS [threefry2x32 | rbg] [highest | tensorfloat32]
"""
import sys

import jax
import jax.numpy as jnp

import jax_loop
import workloads


def main(workload, replicas, seconds, generator="threefry2x32", precision="highest"):
    jax.config.update("jax_default_matmul_precision", precision)
    jax.config.update("jax_default_prng_impl", generator)
    widths, examples = workloads.WIDTHS[workload], workloads.EXAMPLES[workload]
    data, labels, start, key = jax.random.split(jax.random.key(1), 4)
    inputs = jax.random.normal(data, (examples, widths[0]))
    classes = jax.random.randint(labels, (examples,), 0, widths[-1])
    weights = [jax.random.normal(k, (replicas, *shape)) / shape[0] ** 0.5 if len(shape) == 2 else
               jnp.zeros((replicas, *shape))
               for k, shape in zip(jax.random.split(start, 6), workloads.shapes(workload))]

    def loss(w):
        hidden = jax.nn.relu(inputs @ w[0] + w[1])
        hidden = jax.nn.relu(hidden @ w[2] + w[3])
        logits = hidden @ w[4] + w[5]
        return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(logits), classes[:, None], axis=1))

    gradient = jax.vmap(jax.grad(loss))

    def step(state, _):
        w, key = state
        key, *keys = jax.random.split(key, 1 + len(w))
        w = [a - workloads.STEP_SIZE * (g + workloads.DECAY * a) +
             workloads.AMPLITUDE * jax.random.normal(k, a.shape) for a, g, k in zip(w, gradient(w), keys)]
        return (w, key), None

    jax_loop.serve(step, (weights, key), f"vmap(grad) + scan, {generator}, {precision}", replicas, seconds)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), *sys.argv[4:])
