"""Loss, gradient and Hessian product of PyTorch and ours agree, on networks that went from one to the other. Skipped where
torch is not installed."""
import numpy as np
import pytest

import replicas

torch = pytest.importorskip("torch", reason="torch is not installed here")
nn = torch.nn

ACTIVATIONS = {"tanh": nn.Tanh, "relu": nn.ReLU, "gelu": lambda: nn.GELU(approximate="tanh")}


def network(activation, bias=True, outputs=3):
    torch.manual_seed(3)
    make = ACTIVATIONS[activation]
    return nn.Sequential(nn.Linear(5, 8, bias=bias), make(), nn.Linear(8, 6, bias=bias), make(), nn.Linear(6, outputs, bias=bias))


def flat(gradients):
    """In logical order: matrices [inputs][outputs]."""
    return torch.cat([(g.T if g.ndim == 2 else g).reshape(-1) for g in gradients]).detach().numpy()


def unflat(vector, parameters):
    parts, at = [], 0
    for p in parameters:
        own = torch.from_numpy(vector[at:at + p.numel()].copy()).to(p.dtype)
        parts.append(own.reshape(p.shape[1], p.shape[0]).T if p.ndim == 2 else own)
        at += p.numel()
    return parts


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss,bias", [("softmax", True), ("mse", False), ("logistic", True)])
def test_loss_gradient_and_hessian_product_agree(here, activation, loss, bias):
    outputs = 1 if loss == "logistic" else 3
    module = network(activation, bias, outputs)
    generator = np.random.default_rng(4)
    x = generator.standard_normal((20, 5)).astype("f4")
    y = generator.standard_normal((20, 3)).astype("f4") if loss == "mse" else generator.integers(0, max(2, outputs), 20)
    found = replicas.from_torch(module)
    with replicas.Simulation(**found.options, data=(x, y), loss=loss, temps=1e-3, replicas=2, steps=1000, start="random") as sim:
        sim.set_weights(found.weights)
        module = module.double()
        predicted, target = module(torch.from_numpy(x).double()), torch.from_numpy(y)
        losses = {"softmax": lambda: nn.functional.cross_entropy(predicted, target, reduction="none"),
                  "mse": lambda: ((predicted - target) ** 2).sum(1) / 2,
                  "logistic": lambda: nn.functional.binary_cross_entropy_with_logits(predicted[:, 0], target.double(), reduction="none"),
                  }[loss]()
        np.testing.assert_allclose(sim.losses()[0, 1], losses.detach().numpy(), rtol=2e-5, atol=2e-6)
        parameters = list(module.parameters())
        gradients = torch.autograd.grad(losses.mean(), parameters, create_graph=True)
        expected = flat(gradients)
        np.testing.assert_allclose(sim.gradients()[0, 0], expected, atol=3e-6 * abs(expected).max() + 1e-7)
        direction = generator.standard_normal(expected.size).astype("f4")
        product = torch.autograd.grad(gradients, parameters, grad_outputs=unflat(direction, parameters))
        expected = flat(product)
        np.testing.assert_allclose(sim.hessian_product(direction)[0, 1], expected, atol=1e-5 * abs(expected).max())


def test_there_and_back(here):
    module = network("relu")
    options, weights = replicas.from_torch(module)
    assert options == {"network": [5, 8, 6, 3], "activation": "relu"}
    again = replicas.to_torch(options, weights)
    x = torch.randn(7, 5)
    torch.testing.assert_close(again(x), module(x), rtol=0, atol=0)
    with replicas.Simulation(**options, temps=1e-3, replicas=2, steps=1000) as sim:
        sim.set_weights(weights)
        torch.testing.assert_close(replicas.to_torch(sim.network, sim.weights()[0, 0])(x), module(x), rtol=0, atol=0)
    with pytest.raises(ValueError, match="has \\(123,\\)"):
        replicas.to_torch(options, weights[1:])


@pytest.mark.parametrize("module,words", [
    (lambda: nn.Sequential(nn.Linear(2, 3), nn.GELU(), nn.Linear(3, 2)), "tanh form"),
    (lambda: nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 2)), "activations differ"),
    (lambda: nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 2, bias=False)), "some have none"),
    (lambda: nn.Sequential(nn.Linear(2, 3), nn.Tanh()), "outputs are linear"),
    (lambda: nn.Sequential(nn.Linear(2, 3), nn.Softmax(1)), "belongs to the loss"),
    (lambda: nn.Sequential(nn.Tanh()), "does not follow"),
    (lambda: nn.Sequential(nn.Linear(2, 3), nn.Linear(4, 2)), "followed by one of 4 inputs"),
    (lambda: nn.Sequential(nn.Conv2d(1, 1, 3)), "is none of"),
])
def test_what_replicas_has_no_network_for_is_refused(module, words):
    with pytest.raises((ValueError, TypeError), match=words):
        replicas.from_torch(module())
