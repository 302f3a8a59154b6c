#!/usr/bin/env python3
"""PyTorch in three forms: torch.func vmap(grad), autograd over stacked weights, and forward and backward written out
in batched matrix products (the fastest that PyTorch offers; it needs no autograd).

    torch_peer.py WORKLOAD REPLICAS SECONDS FORM [THREADS] [DEVICE] [graph]      FORM: func, autograd or batched

`graph`, on a GPU: the step is captured once as a CUDA graph and replayed.
"""
import sys

import torch

import workloads


def gradient_by_func(inputs, labels, weights):
    def loss(w):
        hidden = torch.relu(inputs @ w[0] + w[1])
        hidden = torch.relu(hidden @ w[2] + w[3])
        return torch.nn.functional.cross_entropy(hidden @ w[4] + w[5], labels)

    gradient = torch.func.vmap(torch.func.grad(loss))
    return lambda: gradient(tuple(weights))


def gradient_by_autograd(inputs, labels, weights):
    replicas, examples = weights[0].shape[0], inputs.shape[0]
    every = inputs.unsqueeze(0).expand(replicas, -1, -1)
    repeated = labels.repeat(replicas)

    def gradient():
        w = [a.detach().requires_grad_() for a in weights]
        hidden = torch.relu(torch.baddbmm(w[1].unsqueeze(1), every, w[0]))
        hidden = torch.relu(torch.baddbmm(w[3].unsqueeze(1), hidden, w[2]))
        logits = torch.baddbmm(w[5].unsqueeze(1), hidden, w[4])
        loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), repeated, reduction="sum") / examples
        return torch.autograd.grad(loss, w)

    return gradient


def gradient_by_batches(inputs, labels, weights):
    replicas, examples = weights[0].shape[0], inputs.shape[0]
    every = inputs.unsqueeze(0).expand(replicas, -1, -1)
    meant = torch.nn.functional.one_hot(labels, weights[4].shape[2]).float()

    def gradient():
        w0, b0, w1, b1, w2, b2 = weights
        first = torch.baddbmm(b0.unsqueeze(1), every, w0).relu_()
        second = torch.baddbmm(b1.unsqueeze(1), first, w1).relu_()
        error = (torch.softmax(torch.baddbmm(b2.unsqueeze(1), second, w2), -1) - meant) / examples
        delta = torch.bmm(error, w2.transpose(1, 2)).mul_(second > 0)
        delta_first = torch.bmm(delta, w1.transpose(1, 2)).mul_(first > 0)
        return (torch.bmm(every.transpose(1, 2), delta_first), delta_first.sum(1),
                torch.bmm(first.transpose(1, 2), delta), delta.sum(1),
                torch.bmm(second.transpose(1, 2), error), error.sum(1))

    return gradient


def captured(step):
    """The step as a CUDA graph, after three times on a stream of its own, as PyTorch asks for."""
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(3):
            step()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step()
    return graph.replay


FORMS = {"func": gradient_by_func, "autograd": gradient_by_autograd, "batched": gradient_by_batches}


def main(workload, replicas, seconds, form, threads="1", device="cpu", graph=""):
    torch.set_num_threads(int(threads))
    torch.set_flush_denormal(True)
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.manual_seed(1)
    widths, examples = workloads.WIDTHS[workload], workloads.EXAMPLES[workload]
    inputs = torch.randn(examples, widths[0], device=device)
    labels = torch.randint(0, widths[-1], (examples,), device=device)
    weights = [torch.randn(replicas, *shape, device=device) / shape[0] ** 0.5 if len(shape) == 2 else
               torch.zeros(replicas, *shape, device=device) for shape in workloads.shapes(workload)]
    gradient = FORMS[form](inputs, labels, weights)

    def step():
        with torch.set_grad_enabled(form == "autograd"):
            gradients = gradient()
        with torch.no_grad():
            for a, g in zip(weights, gradients):
                a.mul_(1 - workloads.STEP_SIZE * workloads.DECAY).add_(g, alpha=-workloads.STEP_SIZE)
                a.add_(torch.randn_like(a), alpha=workloads.AMPLITUDE)

    one = captured(step) if graph else step

    def advance(steps):
        for _ in range(steps):
            one()
        if device != "cpu":
            torch.cuda.synchronize()

    name = "cpu" if device == "cpu" else torch.cuda.get_device_name()
    workloads.serve({"peer": "torch", "version": torch.__version__, "form": f"{form} {graph}".strip(), "device": name}, advance, replicas,
                    seconds)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), *sys.argv[4:])
