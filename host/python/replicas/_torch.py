"""Networks of PyTorch as networks of replicas, and back: nn.Sequential of nn.Linear with one activation between them."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import torch  # type: ignore[import-not-found,unused-ignore]


class Network(NamedTuple):
    """`options` are keywords of `run` and `Simulation`; `weights` (N) are in logical order, for `set_weights`."""
    options: dict[str, Any]
    weights: np.ndarray


def _activation(module: Any) -> str | None:
    """The option's word for an activation; None for what changes nothing."""
    from torch import nn  # type: ignore[import-not-found,unused-ignore]
    if isinstance(module, (nn.Identity, nn.Flatten, nn.Dropout)) and getattr(module, "p", 0) == 0:
        return None
    if isinstance(module, nn.Tanh):
        return "tanh"
    if isinstance(module, nn.ReLU):
        return "relu"
    if isinstance(module, nn.GELU):
        if module.approximate != "tanh":
            raise ValueError("nn.GELU() is the exact form, and replicas computes the tanh form; use nn.GELU(approximate='tanh')")
        return "gelu"
    if isinstance(module, (nn.Softmax, nn.LogSoftmax, nn.Sigmoid)):
        raise ValueError(f"{module} belongs to the loss here (softmax, logistic); leave it out")
    raise TypeError(f"{module} is none of nn.Linear, nn.Tanh, nn.ReLU and nn.GELU(approximate='tanh')")


def from_torch(module: torch.nn.Module) -> Network:
    """The network and the weights of an nn.Sequential of nn.Linear and activations. ValueError where replicas has no such
    network: different activations, layers with and without bias."""
    from torch import nn  # type: ignore[import-not-found,unused-ignore]
    layers: list[Any] = []
    between: list[str | None] = []  # the activation after each layer
    parts = list(module) if isinstance(module, nn.Sequential) else [module]
    while any(isinstance(part, nn.Sequential) for part in parts):
        parts = [inner for part in parts for inner in (part if isinstance(part, nn.Sequential) else [part])]
    for part in parts:
        if isinstance(part, nn.Linear):
            layers.append(part)
            between.append(None)
        elif (word := _activation(part)) is not None:
            if not layers or between[-1] is not None:
                raise ValueError(f"{part} does not follow an nn.Linear")
            between[-1] = word
    if not layers:
        raise ValueError("there is no nn.Linear in this module")
    if between[-1] is not None:
        raise ValueError(f"the last layer has the activation {between[-1]}; replicas' outputs are linear")
    words, biases = set(between[:-1]), {layer.bias is not None for layer in layers}
    if len(words) > 1:
        raise ValueError(f"the activations differ, and replicas has one for all layers: {', '.join(w or 'linear' for w in between[:-1])}")
    if len(biases) > 1:
        raise ValueError("some layers have a bias and some have none; replicas has one rule for all")
    for before, after in zip(layers, layers[1:]):
        if before.out_features != after.in_features:
            raise ValueError(f"a layer of {before.out_features} outputs is followed by one of {after.in_features} inputs")
    options: dict[str, Any] = {"network": [layers[0].in_features, *(layer.out_features for layer in layers)]}
    if words:
        options["activation"] = words.pop() or "linear"
    if biases == {False}:
        options["no_bias"] = True
    flat = []
    for layer in layers:
        flat.append(layer.weight.detach().cpu().numpy().T.ravel())
        if layer.bias is not None:
            flat.append(layer.bias.detach().cpu().numpy())
    return Network(options, np.concatenate(flat).astype(np.float32))


def to_torch(network: dict[str, Any], weights: Any) -> torch.nn.Sequential:
    """The nn.Sequential of one replica: `network` is `Simulation.network` or the options of `from_torch`, `weights` has N
    numbers in logical order, such as sim.weights()[t, chain]."""
    import torch  # type: ignore[import-not-found,unused-ignore]
    from torch import nn  # type: ignore[import-not-found,unused-ignore]
    makers = {"tanh": nn.Tanh, "relu": nn.ReLU, "gelu": lambda: nn.GELU(approximate="tanh"), "linear": None}
    widths = network.get("widths") or network["network"]
    bias = network.get("bias", not network.get("no_bias", False))
    make = makers[network.get("activation", "tanh")]
    values = np.asarray(weights, dtype=np.float32)
    needed = sum(a * b + b * bias for a, b in zip(widths, widths[1:]))
    if values.shape != (needed,):
        raise ValueError(f"the weights have the shape {values.shape}; a network {'-'.join(map(str, widths))} has ({needed},)")
    parts: list[nn.Module] = []
    at = 0
    for layer, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
        own = nn.Linear(inputs, outputs, bias=bias)
        with torch.no_grad():
            own.weight.copy_(torch.from_numpy(values[at:at + inputs * outputs].reshape(inputs, outputs).T.copy()))
            at += inputs * outputs
            if bias:
                own.bias.copy_(torch.from_numpy(values[at:at + outputs].copy()))
                at += outputs
        parts.append(own)
        if make is not None and layer < len(widths) - 2:
            parts.append(make())
    return nn.Sequential(*parts)
