#!/usr/bin/env bash
# A run in slices on a Slurm cluster: an array job, a slice each, and a job that joins them when all have ended well.
#
#   docker/slurm/submit.sh SLICES RUN [OPTIONS OF THE RUN]
#   docker/slurm/submit.sh 8 runs/wide --temps 1e-5:1e-2 --replicas 512 --network 20-100-100-10 --examples 200
#
# Called from a folder that every node sees; RUN is below it. SBATCH_OPTIONS, split at spaces, are given to sbatch for the
# slices (SBATCH_OPTIONS="--partition=long --cpus-per-task=8 --time=8:00:00"). The same call again takes up what was lost:
# slices that are finished say so and end at once, others go on from their last checkpoint.
set -euo pipefail
if [ $# -lt 2 ]; then
  sed -n '2,5p' "$0" >&2
  exit 64
fi
here=$(cd "$(dirname "$0")" && pwd)
slices=$1 run=$2
shift 2
read -ra options <<<"${SBATCH_OPTIONS:-}"
array=$(sbatch --parsable --array="1-$slices" "${options[@]}" "$here/slice.sbatch" "$slices" "$run" "$@")
array=${array%%;*}
merge=$(sbatch --parsable --dependency="afterok:$array" "$here/merge.sbatch" "$slices" "$run")
echo "slices: job $array, tasks 1-$slices; merge: job ${merge%%;*}, into $run"
