#!/usr/bin/env python3
"""The fastest JAX that we found on CPUs: the gradient written by hand on activations [replica, unit, example], so that examples are
the contiguous axis of every product, and one flat draw of noise a step from threefry without the partitionable layout (which costs a
second pass over the counters). XLA fuses the rest; lax.scan over the steps under jit with donated buffers, true float32.

    jax_written_peer.py WORKLOAD REPLICAS SECONDS [threefry2x32 | rbg] [UNROLL]
"""
import math
import sys

import jax
import jax.numpy as jnp

import jax_loop
import workloads


def gradient(w, inputs, targets):
    """Of the mean loss, for weights [replica, ...], inputs [unit, example] and targets [class, example], one in each column."""
    first = jnp.maximum(jnp.einsum("rdh,dp->rhp", w[0], inputs) + w[1][:, :, None], 0)
    second = jnp.maximum(jnp.einsum("rhk,rhp->rkp", w[2], first) + w[3][:, :, None], 0)
    logits = jnp.einsum("rkc,rkp->rcp", w[4], second) + w[5][:, :, None]
    e = jnp.exp(logits - logits.max(1, keepdims=True))
    error = (e / e.sum(1, keepdims=True) - targets) / inputs.shape[1]
    back = jnp.where(second > 0, jnp.einsum("rkc,rcp->rkp", w[4], error), 0)
    deep = jnp.where(first > 0, jnp.einsum("rhk,rkp->rhp", w[2], back), 0)
    return [jnp.einsum("dp,rhp->rdh", inputs, deep), deep.sum(2), jnp.einsum("rhp,rkp->rhk", first, back), back.sum(2),
            jnp.einsum("rkp,rcp->rkc", second, error), error.sum(2)]


def main(workload, replicas, seconds, generator="threefry2x32", unroll="1"):
    jax.config.update("jax_default_matmul_precision", "highest")
    jax.config.update("jax_default_prng_impl", generator)
    jax.config.update("jax_threefry_partitionable", False)
    widths, examples = workloads.WIDTHS[workload], workloads.EXAMPLES[workload]
    data, labels, start, key = jax.random.split(jax.random.key(1), 4)
    inputs = jax.random.normal(data, (widths[0], examples))
    targets = jax.nn.one_hot(jax.random.randint(labels, (examples,), 0, widths[-1]), widths[-1]).T
    shapes = workloads.shapes(workload)
    sizes = [math.prod(shape) for shape in shapes]
    weights = [jax.random.normal(k, (replicas, *shape)) / shape[0] ** 0.5 if len(shape) == 2 else jnp.zeros((replicas, *shape))
               for k, shape in zip(jax.random.split(start, len(shapes)), shapes)]

    def step(state, _):
        w, key = state
        key, own = jax.random.split(key)
        noise = jax.random.normal(own, (sum(sizes) * replicas,))
        at, moved = 0, []
        for a, g, size in zip(w, gradient(w, inputs, targets), sizes):
            xi = noise[at:at + size * replicas].reshape(a.shape)
            at += size * replicas
            moved.append(a - workloads.STEP_SIZE * (g + workloads.DECAY * a) + workloads.AMPLITUDE * xi)
        return (moved, key), None

    jax_loop.serve(step, (weights, key), f"gradient by hand, flat {generator}, unroll {unroll}", replicas, seconds, int(unroll))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), *sys.argv[4:])
