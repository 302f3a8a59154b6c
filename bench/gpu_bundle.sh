#!/usr/bin/env bash
# Makes a folder that holds all a machine with a GPU needs to run bench/gpu_suite.sh without building anything: the
# program, its GPU plugin, the tests, the peers, and the shared libraries they need. The CUDA toolkit and the driver are
# that machine's own. At most 64 MiB.
#
#   bench/gpu_bundle.sh [--no-tuners] [BUILD FOLDER] [TARGET FOLDER]      build/release dist/gpu_bundle unless given
#
# The tuners (gpu_suite.sh tune) are compiled for it, which takes about a minute on two cores.
set -euo pipefail
cd "$(dirname "$0")/.."
tuners=true
if [ "${1:-}" = --no-tuners ]; then tuners=false; shift; fi
build=${1:-build/release}
target=${2:-dist/gpu_bundle}
rm -rf "$target"
mkdir -p "$target/libraries" "$target/peers"

programs=("$build/replicas" "$build"/tests/engine/engine_test "$build"/tests/parity/parity_test "$build"/tests/physics/physics_test)
plugin=$build/lib/replicas/libreplicas_cuda.so
for program in "${programs[@]}"; do
  [ -x "$program" ] || { echo "gpu_bundle.sh: $program is missing; cmake --build --preset release" >&2; exit 66; }
done
if [ -e "$plugin" ]; then
  install -m 755 "$plugin" "$target"
  if $tuners; then
    cmake --build "$build" --target gpu_tuners >/dev/null
    for tuner in "$build"/gpu_{tune,products,spectra}; do [ ! -x "$tuner" ] || programs+=("$tuner"); done
  fi
else
  echo "gpu_bundle.sh: no $plugin; the suite will run without GPU"
fi
install -s -m 755 "${programs[@]}" "$target"
install -m 755 bench/gpu_suite.sh bench/gpu_summary.py "$target"
cp bench/peers/*.py "$target/peers"
cp tests/data/*.json "$target"

# Everything but the C and C++ libraries of the system, the driver and the toolkit.
system='linux-vdso|ld-linux|lib(c|m|dl|rt|pthread|resolv|util|anl|nss_[a-z]+|gcc_s|stdc\+\+)\.so|lib(cuda|cublas|cublasLt|cudart|cusolver|cusparse|nvidia|nvJitLink)'
for program in "${programs[@]}"; do ldd "$program"; done | awk '$3 ~ /^\// {print $1, $3}' | sort -u | grep -Ev "$system" |
  while read -r name path; do install -m 644 "$path" "$target/libraries/$name"; done
# The libraries lie beside the programs wherever the folder goes; an rpath of the old kind serves those that they need, too.
for program in "${programs[@]}"; do patchelf --force-rpath --set-rpath '$ORIGIN/libraries' "$target/$(basename "$program")"; done
packed=(libraries)
[ ! -e "$target/libreplicas_cuda.so" ] || packed+=(libreplicas_cuda.so)
tar -C "$target" -czf "$target/packed.tar.gz" "${packed[@]}"  # a third of the size
for name in "${packed[@]}"; do rm -r "${target:?}/$name"; done

size=$(du -sm "$target" | cut -f1)
[ "$size" -le 64 ] || { echo "gpu_bundle.sh: $size MiB, more than 64" >&2; exit 1; }
echo "$target: $size MiB"
