"""What is estimated here, beside what devinterp (before 2.0) and PyHessian estimate of the same network at the same weights on the same
data. Skipped where they are not installed; `pytest -s` shows the figures and the ratio of times."""
import time

import numpy as np
import pytest

import replicas

torch = pytest.importorskip("torch", reason="torch is not installed here")
EXAMPLES, LOCALIZATION, CHAINS, BURN_IN, DRAWS = 60, 30.0, 8, 400, 2000


@pytest.fixture(scope="module")
def trained():
    """A network of 4-5-2 on noisy targets of a smooth function, at a minimum of its loss: |gradient| is of the order of rounding."""
    torch.manual_seed(1)
    generator = np.random.default_rng(2)
    x = generator.standard_normal((EXAMPLES, 4)).astype("f4")
    y = (np.stack([np.sin(x[:, 0]) + x[:, 1] * x[:, 2], np.cos(x[:, 3])], 1) + 0.3 * generator.standard_normal((EXAMPLES, 2))).astype("f4")
    module = torch.nn.Sequential(torch.nn.Linear(4, 5), torch.nn.Tanh(), torch.nn.Linear(5, 2)).double()
    x64, y64 = torch.from_numpy(x).double(), torch.from_numpy(y).double()
    optimizer = torch.optim.LBFGS(module.parameters(), max_iter=4000, tolerance_grad=1e-9, tolerance_change=0, line_search_fn="strong_wolfe")

    def closure():
        optimizer.zero_grad()
        loss = half_square(module(x64), y64) + 1e-3 * sum((p**2).sum() for p in module.parameters())
        loss.backward()
        return loss
    optimizer.step(closure)
    return module.float(), x, y


def half_square(predicted, target):
    """The loss "mse": half the squared error summed over outputs, the mean over examples."""
    return ((predicted - target) ** 2).sum(1).mean() / 2


def batches(x, y):
    return torch.utils.data.DataLoader(torch.utils.data.TensorDataset(torch.from_numpy(x), torch.from_numpy(y)), batch_size=len(x))


def test_llc_is_that_of_devinterp(here, trained):
    sampler = pytest.importorskip("devinterp.slt.sampler", reason="devinterp<2 is not installed here")
    from devinterp.optim.sgld import SGLD
    module, x, y = trained
    n_beta = len(x) / np.log(len(x))
    epsilon = 2e-3

    def theirs(localization):
        began = time.perf_counter()
        found = sampler.estimate_learning_coeff_with_summary(
            module, batches(x, y), evaluate=lambda model, data: half_square(model(data[0]), data[1]), sampling_method=SGLD,
            optimizer_kwargs={"lr": epsilon, "nbeta": n_beta, "localization": localization}, num_draws=DRAWS, num_chains=CHAINS,
            num_burnin_steps=BURN_IN, seed=3, device="cpu", verbose=False)
        chains = n_beta * (np.asarray(found["loss/trace"], float).mean(1) - half_square(module(torch.from_numpy(x)), torch.from_numpy(y)).item())
        return chains.mean(), chains.std(ddof=1) / np.sqrt(CHAINS), time.perf_counter() - began

    options, weights = replicas.from_torch(module)
    same = dict(options, data=(x, y), loss="mse", temps=1 / n_beta, anchor=LOCALIZATION, replicas=CHAINS, update="em",
                step_size=epsilon * n_beta / 2, progress=False)
    with replicas.Simulation(**same, steps=1000, start="random", out="trained") as simulation:
        simulation.set_weights(weights)
        simulation.checkpoint()
    began = time.perf_counter()
    run = replicas.run(**same, steps=BURN_IN + DRAWS, burn_in=BURN_IN, start="run:trained@0", seed=2)
    seconds = time.perf_counter() - began
    mean, error, their_seconds = theirs(LOCALIZATION)
    own, own_error = float(run.llc[0]), float(run.llc_error[0])
    print(f"\nllc {own:.3f} +- {own_error:.3f}, devinterp {mean:.3f} +- {error:.3f}; "
          f"{CHAINS} chains of {BURN_IN + DRAWS} steps in {seconds:.2f} s, devinterp {their_seconds:.2f} s: {their_seconds / seconds:.0f} times")
    # Two independent estimates with seven degrees of freedom each: 5 of their errors are met by chance once in 10^4.
    bound = 5 * np.hypot(own_error, error)
    assert abs(own - mean) < bound
    assert bound < 0.2 * own
    # A well ten times as wide, which a factor forgotten in the potential of the anchor would be, is told apart.
    assert abs(own - theirs(LOCALIZATION / 10)[0]) > bound


def test_hessian_trace_and_largest_eigenvalue_are_those_of_pyhessian(here, trained):
    pyhessian = pytest.importorskip("pyhessian", reason="PyHessian is not installed here")
    module, x, y = trained
    options, weights = replicas.from_torch(module)
    with replicas.Simulation(**options, data=(x, y), loss="mse", temps=1e-3, replicas=2, steps=1000, start="random") as simulation:
        simulation.set_weights(weights)
        began = time.perf_counter()
        matrix = np.stack([simulation.hessian_product(direction)[0, 0] for direction in np.eye(weights.size, dtype="f4")])
        seconds = time.perf_counter() - began
    torch.manual_seed(4)
    began = time.perf_counter()
    theirs = pyhessian.hessian(module, half_square, data=(torch.from_numpy(x), torch.from_numpy(y)), cuda=False)
    (largest,), _ = theirs.eigenvalues(maxIter=500, tol=1e-7, top_n=1)
    probes = np.asarray(theirs.trace(maxIter=200, tol=0), float)
    their_seconds = time.perf_counter() - began
    trace, error = np.trace(matrix), probes.std(ddof=1) / np.sqrt(len(probes))
    print(f"\ntrace {trace:.4f}, PyHessian {probes.mean():.4f} +- {error:.4f}; largest eigenvalue {np.linalg.eigvalsh(matrix)[-1]:.5f}, "
          f"PyHessian {largest:.5f}; {weights.size} products in {seconds:.3f} s, PyHessian {their_seconds:.2f} s")
    np.testing.assert_allclose(matrix, matrix.T, atol=1e-5 * abs(matrix).max())
    assert abs(np.linalg.eigvalsh(matrix)[-1] / largest - 1) < 1e-4
    # Hutchinson's estimate has variance 2 sum_{i != j} H_ij^2 per probe of signs; 4 errors of 200 probes, found and expected.
    expected = np.sqrt(2 * (np.sum(matrix**2) - np.sum(np.diag(matrix) ** 2)) / len(probes))
    assert 0.7 < error / expected < 1.4
    assert abs(probes.mean() - trace) < 4 * expected
    assert 8 * expected < trace  # so that a trace of another loss (twice as large) would be noticed
