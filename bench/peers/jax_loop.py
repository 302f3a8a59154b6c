"""The loop of the JAX peers: lax.scan over the steps, under jit with donated buffers."""
import functools

import jax

import workloads


def serve(step, state, form, replicas, seconds, unroll=1):
    """Answers the script that compares with repetitions of `step(state, _) -> (state, None)`."""
    @functools.partial(jax.jit, static_argnums=1, donate_argnums=0)
    def several(state, steps):
        return jax.lax.scan(step, state, None, length=steps, unroll=unroll)[0]

    held = [state]

    def advance(steps):
        held[0] = several(held[0], steps)
        jax.block_until_ready(held[0])

    about = {"peer": "jax", "version": jax.__version__, "form": form, "device": jax.devices()[0].device_kind}
    workloads.serve(about, advance, replicas, seconds)
