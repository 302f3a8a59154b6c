#!/usr/bin/env bash
# Builds the image of docker/Dockerfile and runs a sweep in it, without a Docker engine: as root on Debian 12, with
# buildah, podman and runc, on a base image made by debootstrap. Everything but the packages lies in a temporary folder
# (several GB, removed at the end).
#
#   docker/check_image.sh [OPTIONS OF THE SWEEP]         --temps 1e-4:1e-2:3 --steps 20000 --replicas 4 unless given
set -euo pipefail
cd "$(dirname "$0")/.."
docker/install_dependencies.sh image
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
buildah "${store[@]}" bud --isolation chroot --pull-never -f docker/Dockerfile --target cpu -t localhost/replicas:cpu \
  --build-arg BUILD_BASE=localhost/debian:12 --build-arg RUNTIME_BASE=localhost/debian:12 \
  --build-arg REVISION="$(git rev-parse --short HEAD)" .

mkdir -m 1777 "$scratch/out"
# The limits and the network are this recipe's, for machines that are containers themselves.
container() {
  podman "${store[@]}" run --rm --runtime runc --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 --network=none \
    -v "$scratch/out:/data" --read-only --read-only-tmpfs=false "$@"
}

say "a sweep and its figures, with a read-only root"
container localhost/replicas:cpu "${sweep[@]}" --out runs/check
container localhost/replicas:cpu plot runs/check
[ -s "$scratch/out/runs/check/run.nc" ] || die "the sweep left no run.nc in the volume"
for kind in png svg; do [ -n "$(find "$scratch/out" -name "*.$kind")" ] || die "no figure as $kind"; done
[ "$(stat -c %u "$scratch/out/runs/check/run.nc")" = 10001 ] || die "run.nc does not belong to user 10001"

say "another user"
container --user 12345:12345 localhost/replicas:cpu "${sweep[@]}" --out other --quiet >/dev/null
[ "$(stat -c %u "$scratch/out/other/run.nc")" = 12345 ] || die "other/run.nc does not belong to user 12345"

say "TERM reaches the program and ends it"
container --name stopped localhost/replicas:cpu --steps 2000000000 --out stopped >"$scratch/stopped.log" 2>&1 &
for _ in $(seq 100); do [ -e "$scratch/out/stopped" ] && break; sleep 0.2; done
began=$SECONDS
podman "${store[@]}" kill --signal TERM stopped >/dev/null
status=0
wait $! || status=$?
echo "exit status $status after $((SECONDS - began)) s"
[ $((SECONDS - began)) -le 10 ] || die "the program took more than 10 s to stop"
[ "$status" -eq 75 ] || { tail "$scratch/stopped.log"; die "exit status 75 was expected"; }

say "passed"
