#!/usr/bin/env bash
# Builds an image of docker/Dockerfile and runs a sweep in it, without a Docker engine: as root on Debian 12, with
# buildah, podman and runc, on a base image made by debootstrap. Everything but the packages lies in a temporary folder
# (several GB, removed at the end).
#
#   docker/check_image.sh [cpu|cuda] [OPTIONS OF THE SWEEP]       --temps 1e-4:1e-2:3 --steps 20000 --replicas 4 unless given
#
# cuda: instead of NVIDIA's base images the same Debian, with this machine's toolkit (CUDA_HOME, /usr/local/cuda unless
# given) mounted, for sm_90 alone; there need not be a GPU, and the sweep is the CPU's.
set -euo pipefail
cd "$(dirname "$0")/.."
target=cpu
case ${1:-} in cpu | cuda) target=$1; shift ;; esac
toolkit=$(readlink -f "${CUDA_HOME:-/usr/local/cuda}")
if [ $target = cuda ] && [ ! -x "$toolkit/bin/nvcc" ]; then
  echo "check_image.sh: no $toolkit/bin/nvcc; set CUDA_HOME, or check the image cpu" >&2
  exit 69
fi
docker/install_dependencies.sh image
image=localhost/replicas:$target
mounts=()
[ $target = cpu ] || mounts=(-v "$toolkit:/usr/local/cuda:ro")
sweep=("$@")
[ $# -gt 0 ] || sweep=(--temps 1e-4:1e-2:3 --steps 20000 --replicas 4)

scratch=$(mktemp -d)
store=(--root "$scratch/graph" --runroot "$scratch/run" --storage-driver vfs)
trap 'podman "${store[@]}" rm --all --force >/dev/null 2>&1 || true; rm -rf --one-file-system "$scratch"' EXIT
say() { printf '\n=== %s\n' "$*"; }
die() { echo "check_image.sh: $*" >&2; exit 1; }

say "a base image from the mirror that this machine uses"
# shellcheck disable=SC2016  # apt replaces these names, not the shell
mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Identifier: Packages' | awk '$2 == "bookworm" {print $1; exit}')
[ -n "$mirror" ] || die "apt knows no source of Debian bookworm"
debootstrap --variant=minbase --include=ca-certificates bookworm "$scratch/base" "$mirror" >"$scratch/debootstrap.log" ||
  { tail "$scratch/debootstrap.log"; die "debootstrap failed"; }
tar --one-file-system -C "$scratch/base" -c . | podman "${store[@]}" import - localhost/debian:12

say "build"
bases=()
for base in BUILD_BASE RUNTIME_BASE CUDA_BUILD_BASE CUDA_RUNTIME_BASE; do bases+=(--build-arg $base=localhost/debian:12); done
buildah "${store[@]}" bud --isolation chroot --pull-never -f docker/Dockerfile --target $target -t $image "${mounts[@]}" \
  "${bases[@]}" --build-arg CUDA_ARCHS=90-real --build-arg REVISION="$(git rev-parse --short HEAD)" .

# As docs/guides/docker.md says it: a folder of the user who calls.
mkdir "$scratch/out" "$scratch/roots"
chown 12345:12345 "$scratch/out"
# The limits and the network are this recipe's, for machines that are containers themselves.
out=$scratch/out
container() {
  podman "${store[@]}" run --rm --runtime runc --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 --network=none \
    -v "$out:/data" "${mounts[@]}" --read-only --read-only-tmpfs=false "$@"
}

say "devices"
container $image devices | tee "$scratch/devices.log"
grep -q '^cpu (' "$scratch/devices.log" || die "no CPU is listed"
if [ $target = cuda ] && ! grep -q 'no NVIDIA driver' "$scratch/devices.log"; then
  die "the GPU plugin was not opened far enough to miss the driver"
fi

say "a sweep and its figures, with a read-only root, in a folder of the user named (the command of docs/guides/docker.md)"
container --user 12345:12345 $image "${sweep[@]}" --out runs/check
container --user 12345:12345 $image plot runs/check
[ -s "$out/runs/check/run.nc" ] || die "the sweep left no run.nc in the volume"
for kind in png svg; do [ -n "$(find "$out" -name "*.$kind")" ] || die "no figure as $kind"; done
[ "$(stat -c %u "$out/runs/check/run.nc")" = 12345 ] || die "run.nc does not belong to user 12345"

say "a folder that the engine made, for root: 73 and what to do"
for user in 10001:10001 12345:12345; do
  status=0
  out=$scratch/roots container --user $user $image "${sweep[@]}" >"$scratch/refused.log" 2>&1 || status=$?
  cat "$scratch/refused.log"
  [ "$status" -eq 73 ] || die "exit status $status, 73 was expected"
  grep -q 'mkdir -p out, then docker run --user' "$scratch/refused.log" || die "what to do is not said"
  [ -z "$(ls -A "$scratch/roots")" ] || die "something was left in a folder of root"
done

say "a folder that everybody may write in, without --user"
chmod 1777 "$out"
container $image "${sweep[@]}" --out image-user --quiet >/dev/null
[ "$(stat -c %u "$out/image-user/run.nc")" = 10001 ] || die "image-user/run.nc does not belong to user 10001"

say "TERM reaches the program and ends it"
container --name stopped $image --steps 2000000000 --out stopped >"$scratch/stopped.log" 2>&1 &
for _ in $(seq 600); do [ -e "$out/stopped" ] && break; sleep 0.2; done  # a busy machine takes its time
began=$SECONDS
podman "${store[@]}" kill --signal TERM stopped >/dev/null
status=0
wait $! || status=$?
waited=$((SECONDS - began))
load=$(cut -d. -f1 /proc/loadavg)
echo "exit status $status after $waited s, the end of the container included"
# What docker stop waits before it kills. A machine with more to do than it has processors says nothing about that.
if [ $waited -gt 10 ]; then
  [ "$load" -ge "$(nproc)" ] || die "the program took more than 10 s to stop"
  echo "not judged: $(nproc) processors have a load of $load"
fi
[ "$status" -eq 75 ] || { tail "$scratch/stopped.log"; die "exit status 75 was expected"; }

say "passed"
