#!/usr/bin/env bash
# All that is to be known of the GPU engine on one machine: the device and its ceilings, parity with the CPU, every
# kernel's speed and share of its limit, the same steps by JAX and PyTorch, contract and physics, compute-sanitizer. Run
# it in the folder that bench/gpu_bundle.sh made. Without a GPU it does what it can on the CPU, and says so.
#
#   OUT=results ./gpu_suite.sh [--quick] [speed | tests]     each half takes some 5 minutes at most; both unless named
#
# Writes results.json, summary.txt, tests.txt and sanitizer.txt into $OUT.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=${OUT:-$here/results}
quick=false part=all
for word in "$@"; do
  case $word in
    --quick) quick=true ;;
    speed | tests) part=$word ;;
    *) echo "gpu_suite.sh: no '$word'; give --quick, speed or tests" >&2; exit 64 ;;
  esac
done
mkdir -p "$out"
rm -f "$out"/{results.json,summary.txt,tests.txt,sanitizer.txt,records.jsonl}
records=$out/records.jsonl
: >"$records"

# The toolkit's own libraries: where nvcc lies, the usual place, or a Python package's.
toolkit=$(for place in "${CUDA_HOME:-}" "$(dirname "$(dirname "$(command -v nvcc || echo /none/bin/nvcc)")")" /usr/local/cuda; do
  for lib in "$place/lib64" "$place/targets/x86_64-linux/lib"; do ls "$lib"/libcublas.so.* >/dev/null 2>&1 && echo "$lib"; done
done | head -1)
if [ -z "$toolkit" ]; then
  toolkit=$(python3 -c 'import glob, site; print(next((p.rsplit("/", 1)[0] for s in site.getsitepackages() for p in glob.glob(s + "/nvidia/**/libcublas.so.*", recursive=True)), ""))' 2>/dev/null)
fi
[ -d "$here/libraries" ] || tar -C "$here" -xzf "$here/libraries.tar.gz"
export LD_LIBRARY_PATH=${toolkit:+$toolkit}${LD_LIBRARY_PATH:+${toolkit:+:}$LD_LIBRARY_PATH}
export REPLICAS_TEST_DATA=$here  # where the bundle keeps the known answers

say() { printf '\n=== %s (after %d s)\n' "$*" $SECONDS; }
# record NAME COMMAND...: runs it for at most $limit seconds; keeps status, seconds and standard output as one JSON line.
record() {
  local name=$1 began=$SECONDS status text
  shift
  text=$(timeout "${limit:-120}" "$@" 2>>"$out/tests.txt")
  status=$?
  python3 -c 'import json, sys; print(json.dumps({"name": sys.argv[1], "status": int(sys.argv[2]), "seconds": int(sys.argv[3]), "output": sys.stdin.read()}))' \
    "$name" $status $((SECONDS - began)) <<<"$text" >>"$records"
  printf '%s: status %d\n' "$name" $status
}

say "devices"
"$here/replicas" --version
record devices "$here/replicas" devices
gpu=false
"$here/replicas" devices | grep -q '^gpu [0-9]' && gpu=true
if $gpu; then
  nvidia-smi --query-gpu=name,driver_version,clocks.sm,memory.total --format=csv 2>/dev/null
  record ceilings "$here/replicas" devices --measure
else
  "$here/replicas" devices | grep '^gpu: none'
fi

say "parity"
limit=90 record parity "$here/parity_test" --gtest_brief=1 --gtest_filter='Gpu*'

say "speed"
device=cpu seconds=0.3 repetitions=7
$gpu && device=gpu
$quick && seconds=0.005 repetitions=1
bench() { # workload kernel replicas
  [ $part = tests ] && return
  local kernel=()
  $gpu && kernel=(--kernel "$2")
  record "bench $1 $2 $3" "$here/replicas" bench --workload "$1" --device $device "${kernel[@]}" --temps 1e-3 --replicas "$3" \
    --seconds $seconds --repetitions $repetitions --json
}
# JAX or PyTorch: the same step, in turns with ours (the summary pairs them by workload and replicas).
peer() { # workload replicas script arguments...
  [ $part = tests ] && return
  local workload=$1 replicas=$2 script=$3
  shift 3
  yes go 2>/dev/null | head -n $repetitions | limit=60 record "peer $workload $replicas $script $*" python3 "$here/peers/$script.py" "$workload" "$replicas" $seconds "$@"
}
if $gpu; then
  for replicas in 132 1188 16384; do
    for kernel in warp block batched; do bench S $kernel $replicas; done
    peer S $replicas jax_peer rbg highest
  done
  for replicas in 132 1024 4096; do
    for kernel in block batched; do bench M $kernel $replicas; done
    peer M $replicas jax_peer rbg highest
  done
  for replicas in 16 132 512; do
    bench L batched $replicas
    peer L $replicas jax_peer rbg highest
  done
  peer S 16384 torch_peer batched 1 cuda
  peer M 1024 torch_peer batched 1 cuda
  peer L 132 torch_peer batched 1 cuda
else
  bench S cpu 16
fi

if $gpu && [ $part != speed ]; then
  say "compute-sanitizer, small networks"
  for tool in memcheck racecheck initcheck synccheck; do
    if command -v compute-sanitizer >/dev/null; then
      # The smallest networks of the batched path, one step of each fused kernel, covariance spectra.
      limit=45 record "sanitizer $tool" compute-sanitizer --tool $tool --error-exitcode 9 "$here/parity_test" \
        --gtest_brief=1 --gtest_filter='Gpu/GpuParity.OneStepAgrees/*_1_1_2*:Gpu/GpuParity.DerivativesAgree/*_3_2_P*:Gpu/GpuParity.OneStepAgrees/*warp*:Gpu.Covariance*'
    else
      echo "$tool: compute-sanitizer is not installed"
    fi
  done
fi

if [ $part != speed ]; then
  say "contract and physics"
  limit=80 record engine "$here/engine_test" --gtest_brief=1 --gtest_filter='*gpu*:*Gpu*'
  $quick || REPLICAS_TEST_SCALE=0.5 limit=150 record physics "$here/physics_test" --gtest_brief=1 --gtest_filter='*gpu_*'
fi

say "summary"
grep '"sanitizer' "$records" >"$out/sanitizer.txt"
python3 "$here/gpu_summary.py" "$records" "$out/results.json" | tee "$out/summary.txt"
exit "${PIPESTATUS[0]}"
