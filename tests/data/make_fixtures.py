#!/usr/bin/env python3
"""Writes gradient_fixtures.json: losses, gradients and Hessian products of small networks by JAX, in double.

An implementation of the same networks that shares no line with ours (jax.grad, and jax.jvp of it). Weights, inputs and
directions are float32 numbers, so that an engine can take them without rounding. Needs `pip install jax numpy`.

    python3 make_fixtures.py
"""

import json
import pathlib

import jax
import jax.numpy as jnp
import numpy

jax.config.update("jax_enable_x64", True)

EXAMPLES = 7
NETWORKS = [  # widths, activation, loss, bias
    ([4, 5, 3], "tanh", "softmax", True),
    ([3, 6, 4, 2], "relu", "softmax", True),
    ([4, 6, 3], "gelu", "softmax", False),
    ([3, 5, 4, 4], "gelu", "softmax", True),
    ([5, 1], "linear", "logistic", False),
    ([3, 5, 1], "tanh", "logistic", True),
    ([2, 7, 1], "gelu", "logistic", True),
    ([3, 4, 4, 2], "linear", "mse", False),
    ([2, 4, 2], "tanh", "mse", True),
    ([3, 17, 1], "relu", "mse", True),
    ([3, 5, 2], "sigmoid", "softmax", True),
    ([3, 6, 4, 2], "erf", "mse", True),
    ([2, 5, 1], "exp", "logistic", True),
    ([3, 6, 3, 2], "softplus", "softmax", False),
    ([3, 5, 1], "leaky-relu", "mse", True),
    ([3, 5, 4, 3], "sin", "mse", True),
    ([3, 5, 4], "tanh", "hinge", True),
    ([3, 9, 1], "sin", "hinge", True),
]
ACTIVATIONS = {
    "tanh": jnp.tanh, "relu": jax.nn.relu, "gelu": jax.nn.gelu, "linear": lambda z: z, "sigmoid": jax.nn.sigmoid,
    "erf": jax.scipy.special.erf, "exp": jnp.exp, "softplus": jax.nn.softplus, "leaky-relu": jax.nn.leaky_relu,
    "sin": jnp.sin,
}


def forward(weights, values, widths, activation, bias, hidden=None):
    """Logits of every example; `weights` in the documented layout: W_l[in][out] row-major, then b_l, layer by layer."""
    a, at = values, 0
    for layer, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
        a = a @ weights[at : at + inputs * outputs].reshape(inputs, outputs)
        at += inputs * outputs
        if bias:
            a = a + weights[at : at + outputs]
            at += outputs
        if layer + 2 < len(widths):
            if hidden is not None:
                hidden.append(a)
            a = ACTIVATIONS[activation](a)
    return a


def example_losses(weights, values, labels, targets, widths, activation, loss, bias):
    z = forward(weights, values, widths, activation, bias)
    if loss == "softmax":
        return -jax.nn.log_softmax(z)[jnp.arange(len(labels)), labels]
    if loss == "logistic":
        return jax.nn.softplus(jnp.where(labels == 1, -1.0, 1.0) * z[:, 0])
    if loss == "hinge" and widths[-1] == 1:
        return jnp.maximum(0.0, 1 - jnp.where(labels == 1, 1.0, -1.0) * z[:, 0])
    if loss == "hinge":
        rows = jnp.arange(len(labels))
        return jnp.maximum(0.0, 1 + z.at[rows, labels].set(-jnp.inf).max(axis=1) - z[rows, labels])
    return 0.5 * jnp.sum((z - targets) ** 2, axis=1)


def fixture(widths, activation, loss, bias, generator):
    def normal(*shape):
        return generator.standard_normal(shape).astype(numpy.float32).astype(float)

    count = sum(i * o + (o if bias else 0) for i, o in zip(widths, widths[1:]))
    classes = 2 if loss == "logistic" or (loss, widths[-1]) == ("hinge", 1) else widths[-1]
    values, weights, direction = normal(EXAMPLES, widths[0]), normal(count), normal(count)
    labels = generator.integers(0, classes, EXAMPLES)
    targets = normal(EXAMPLES, widths[-1])
    if activation in ("relu", "leaky-relu"):  # no kink near any unit, or the derivative is not defined
        hidden = []
        forward(weights, values, widths, activation, bias, hidden)
        assert min(abs(h).min() for h in hidden) > 1e-3

    def mean_loss(w):
        return jnp.mean(example_losses(w, values, labels, targets, widths, activation, loss, bias))

    gradient, product = jax.jvp(jax.grad(mean_loss), (jnp.asarray(weights),), (jnp.asarray(direction),))
    losses = example_losses(weights, values, labels, targets, widths, activation, loss, bias)
    return {
        "network": "-".join(map(str, widths)), "activation": activation, "loss": loss, "bias": bias,
        "values": values.ravel().tolist(), "labels": [] if loss == "mse" else labels.tolist(),
        "targets": targets.ravel().tolist() if loss == "mse" else [],
        "weights": weights.tolist(), "direction": direction.tolist(),
        "example_losses": numpy.asarray(losses).tolist(), "mean_loss": float(mean_loss(weights)),
        "gradient": numpy.asarray(gradient).tolist(), "hessian_product": numpy.asarray(product).tolist(),
    }


def main():
    generator = numpy.random.default_rng(1)
    fixtures = [fixture(*network, generator) for network in NETWORKS]
    text = ",\n ".join(json.dumps(each) for each in fixtures)
    path = pathlib.Path(__file__).with_name("gradient_fixtures.json")
    path.write_text('{"made_by": "make_fixtures.py, JAX %s in double", "fixtures": [\n %s\n]}\n' % (jax.__version__, text))


if __name__ == "__main__":
    main()
