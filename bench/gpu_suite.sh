#!/usr/bin/env bash
# All that is to be known of the GPU engine on one machine. Run it in the folder that bench/gpu_bundle.sh made. Without a
# GPU it does what it can on the CPU, and says so.
#
#   OUT=results ./gpu_suite.sh [--quick] [PART...]     all parts unless some are named
#
#   speed     device and ceilings, parity with the CPU, every kernel's speed and share of its limit, whole runs
#   tune      other shapes of the fused kernels, other sizes of the batched path's blocks, who finds eigenvalues faster
#   profile   what Nsight Compute says of each kernel, line by line of the fused ones
#   peers     the same steps by JAX and PyTorch, in turns with ours
#   tests     contract, physics, compute-sanitizer
#
# Writes results.json, summary.txt, tests.txt, sanitizer.txt, profile.txt and profile_source.csv.gz into $OUT. On a GPU
# speed should take some 3 minutes, tune and profile 2 each, peers and tests some 5 (estimates); what was recorded before a
# time limit struck is in records.jsonl and running.txt.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=${OUT:-$here/results}
quick=false parts=
for word in "$@"; do
  case $word in
    --quick) quick=true ;;
    speed | tune | profile | peers | tests) parts+=" $word" ;;
    *) echo "gpu_suite.sh: no '$word'; give --quick, speed, tune, profile, peers or tests" >&2; exit 64 ;;
  esac
done
wanted() { case "${parts:-$1} " in *"$1 "*) true ;; *) false ;; esac; }
mkdir -p "$out"
rm -f "$out"/{results.json,summary.txt,tests.txt,sanitizer.txt,records.jsonl,profile.txt,profile_source.csv.gz}
records=$out/records.jsonl
: >"$records"

# The toolkit's own libraries: where nvcc lies, the usual place, and a Python package's.
toolkit=$(for place in "${CUDA_HOME:-}" "$(dirname "$(dirname "$(command -v nvcc || echo /none/bin/nvcc)")")" /usr/local/cuda; do
  for lib in "$place/lib64" "$place/targets/x86_64-linux/lib"; do ls "$lib"/libcublas.so.* >/dev/null 2>&1 && echo "$lib"; done
done | head -1)
wheels=$(python3 -c 'import glob, site; print(next((p.rsplit("/", 1)[0] for s in site.getsitepackages() for p in glob.glob(s + "/nvidia/**/libcublas.so.*", recursive=True)), ""))' 2>/dev/null)
[ -d "$here/libraries" ] || tar -C "$here" -xzf "$here/packed.tar.gz"
callers_path=${LD_LIBRARY_PATH:-}
# No empty part: it would mean the folder that this runs in.
export LD_LIBRARY_PATH=${toolkit:+$toolkit:}${wheels:+$wheels:}$here${callers_path:+:$callers_path}
export REPLICAS_TEST_DATA=$here  # where the bundle keeps the known answers

say() { printf '\n=== %s (after %d s)\n' "$*" $SECONDS; }
# record NAME COMMAND...: runs it for at most $limit seconds; keeps status, seconds and standard output as one JSON line.
record() {
  local name=$1 began=$SECONDS status
  shift
  timeout -k 5 "${limit:-120}" "$@" >"$out/running.txt" 2>>"$out/tests.txt"
  status=$?
  python3 -c 'import json, sys; print(json.dumps({"name": sys.argv[1], "status": int(sys.argv[2]), "seconds": int(sys.argv[3]), "output": sys.stdin.read()}))' \
    "$name" $status $((SECONDS - began)) <"$out/running.txt" >>"$records"
  printf '%s: status %d\n' "$name" $status
  return $status
}

say "devices"
"$here/replicas" --version
record devices "$here/replicas" devices
gpu=false
if grep -q '^gpu [0-9]' "$out/running.txt"; then
  gpu=true
  nvidia-smi --query-gpu=name,driver_version,clocks.sm,memory.total --format=csv 2>/dev/null
else
  grep '^gpu: none' "$out/running.txt"
  # Where there is a GPU that the program cannot use, nothing below would be about it.
  if nvidia-smi -L 2>/dev/null | grep -q '^GPU' && [ "${CUDA_VISIBLE_DEVICES-all}" != "" ]; then exit 69; fi
fi

if wanted speed; then
  if $gpu; then record ceilings "$here/replicas" devices --measure; fi
  say "parity"
  limit=90 record parity "$here/parity_test" --gtest_brief=1 --gtest_filter='Gpu*' || tail -40 "$out/running.txt"
fi

device=cpu seconds=0.3 repetitions=7
$gpu && device=gpu
$quick && seconds=0.005 repetitions=1
# The program on one workload. JAX and PyTorch do the same steps; the summary pairs them by workload and replicas.
ours() { # workload kernel replicas, seconds and repetitions
  local kernel=()
  $gpu && kernel=(--kernel "$2")
  echo "$here/replicas" bench --workload "$1" --device $device "${kernel[@]}" --temps 1e-3 --replicas "$3" --seconds "$4" --repetitions "$5" --json
}
bench() { # workload kernel replicas
  record "bench $1 $2 $3" $(ours "$1" "$2" "$3" $seconds $repetitions)
}
peer() { # workload replicas script arguments...
  local workload=$1 replicas=$2 script=$3
  shift 3
  yes go 2>/dev/null | head -n $repetitions | limit=90 record "peer $workload $replicas $script $*" \
    env LD_LIBRARY_PATH="$callers_path" JAX_PLATFORMS=cuda python3 "$here/peers/$script.py" "$workload" "$replicas" $seconds "$@"
}

if wanted speed; then
  say "speed"
  if $gpu; then
    for replicas in 132 1056 16384; do for kernel in warp block batched; do bench S $kernel $replicas; done; done
    for replicas in 132 1056 4224; do for kernel in block batched; do bench M $kernel $replicas; done; done
    for replicas in 16 128 512; do bench L batched $replicas; done
  else
    bench S cpu 16
  fi
  # Where the time of a whole run goes: steps are only a part of it.
  whole() { # replicas at each temperature, steps
    local folder
    folder=$(mktemp -d)
    limit=90 record "run $1 $2" sh -c '"$1" --temps 1e-5:1e-2 --replicas "$2" --steps "$3" --device "$4" --out "$5/run" 2>&1 >"$5/table"' sh "$here/replicas" "$1" "$2" $device "$folder"
    rm -rf "$folder"
  }
  if $gpu; then whole 16 150000; whole 256 20000; else whole 2 2000; fi
fi

if $gpu && wanted tune && [ -x "$here/gpu_tune" ]; then
  say "tune"
  limit=150 record tune "$here/gpu_tune" $($quick && echo 0.01 || echo 0.15)
  limit=40 record products "$here/gpu_products"
  [ ! -x "$here/gpu_spectra" ] || limit=60 record spectra "$here/gpu_spectra"
fi

# One launch of a fused kernel, or the kernels of one step of the batched path.
profile() { # workload kernel replicas, options of ncu...
  local workload=$1 kernel=$2 replicas=$3
  shift 3
  local file=$out/profile.$workload.$kernel
  printf '\n##### %s %s %s\n' "$workload" "$kernel" "$replicas" >>"$out/profile.txt"
  limit=70 record "profile $workload $kernel $replicas" ncu --clock-control none --cache-control none --force-overwrite -o "$file" "$@" \
    $(ours "$workload" "$kernel" "$replicas" 0.001 1)
  ncu --import "$file.ncu-rep" --page details >>"$out/profile.txt" 2>&1
  if [ "$kernel" != batched ]; then
    printf '##### %s %s %s\n' "$workload" "$kernel" "$replicas"
    ncu --import "$file.ncu-rep" --page source --csv 2>&1
  fi | gzip >>"$out/profile_source.csv.gz"
  rm -f "$file.ncu-rep"
}
if $gpu && wanted profile; then
  if command -v ncu >/dev/null; then
    say "profile"
    profile S warp 1056 --set full --kernel-name regex:fused --launch-skip 1 --launch-count 1
    profile S block 1056 --set full --kernel-name regex:fused --launch-skip 1 --launch-count 1
    profile M block 132 --set full --kernel-name regex:fused --launch-skip 1 --launch-count 1
    # After the one step outside the graph that loads cuBLAS' kernels.
    for workload in "S 1024" "M 224" "L 16"; do
      profile ${workload% *} batched ${workload#* } --set detailed --launch-skip 20 --launch-count 20
    done
  else
    echo "profile: ncu is not installed"
  fi
fi

if $gpu && wanted peers; then
  say "peers"
  compare() { # workload replicas script arguments...: ours before and after
    bench "$1" auto "$2"
    peer "$@"
    bench "$1" auto "$2"
  }
  for replicas in 132 1000 16384; do compare S $replicas jax_peer rbg highest; done
  for replicas in 132 1056; do compare M $replicas jax_peer rbg highest; done
  for replicas in 16 128; do compare L $replicas jax_peer rbg highest; done
  compare S 16384 torch_peer batched 1 cuda graph
  compare M 1056 torch_peer batched 1 cuda graph
  compare L 128 torch_peer batched 1 cuda graph
  compare S 1000 jax_peer threefry2x32 highest
fi

if $gpu && wanted tests; then
  say "compute-sanitizer, small networks"
  for tool in racecheck memcheck initcheck synccheck; do
    if command -v compute-sanitizer >/dev/null; then
      # The smallest networks of the batched path, one step of each fused kernel, covariance spectra.
      limit=75 record "sanitizer $tool" compute-sanitizer --tool $tool --error-exitcode 9 "$here/parity_test" --gtest_brief=1 \
        --gtest_filter='Gpu/GpuParity.OneStepAgrees/*_1_1_2*:Gpu/GpuParity.DerivativesAgree/*_3_2_P*:Gpu/GpuParity.OneStepAgrees/*warp*:Gpu/GpuParity.OneStepAgrees/*block*:Gpu.Covariance*'
    else
      echo "$tool: compute-sanitizer is not installed"
    fi
  done
fi

if wanted tests; then
  say "contract and physics"
  limit=80 record engine "$here/engine_test" --gtest_brief=1 --gtest_filter='*gpu*:*Gpu*'
  $quick || REPLICAS_TEST_SCALE=0.5 limit=150 record physics "$here/physics_test" --gtest_brief=1 --gtest_filter='*gpu_*'
fi

say "summary"
rm -f "$out/running.txt"
grep '"sanitizer' "$records" >"$out/sanitizer.txt"
python3 "$here/gpu_summary.py" "$records" "$out/results.json" | tee "$out/summary.txt"
exit "${PIPESTATUS[0]}"
