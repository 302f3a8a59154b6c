"""The wheel replicas-cuda13 beside the package: its plugin is found, by the program in the wheel, without being named."""
import os
import pathlib
import subprocess

import pytest

replicas_cuda13 = pytest.importorskip("replicas_cuda13", reason="the wheel of the GPU engine is not installed")


def test_devices_names_the_plugin_of_the_wheel(program):
    plugin = pathlib.Path(replicas_cuda13.__file__).parent / "libreplicas_cuda.so"
    assert plugin.exists()
    environment = {name: value for name, value in os.environ.items() if name != "REPLICAS_CUDA_PLUGIN"}
    said = subprocess.run([program, "devices"], env=environment, capture_output=True, text=True, timeout=60)
    words = said.stdout + said.stderr
    # Without NVIDIA's own wheels the plugin is found and cannot be loaded for want of cuBLAS: dlopen's sentence says which.
    assert str(plugin) in words or "libcublas" in words, words
