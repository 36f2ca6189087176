#!/usr/bin/env bash
# Runs the recipes of docs/distributed.md on Apache Spark in local mode, over 1, 2 and 8 partitions, and holds
# what is joined against the run on one machine, byte for byte. Needs Java 17 or newer and Python 3 with venv;
# PySpark comes from PyPI. Where it lacks one of them it says so and passes. Usage: check.sh [PROGRAM]
# PROGRAM is a built backup-sim.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
program=${1:-}

skip() {
    printf 'Spark check: NOT RUN, %s\n' "$1"
    exit 0
}

command -v java >/dev/null || skip 'Java is not there'
version=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -1)
[ "${version:-0}" -ge 17 ] || skip "Java ${version:-of an unknown version} is there, Spark needs 17"
command -v python3 >/dev/null || skip 'Python 3 is not there'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv" >/dev/null 2>&1 || skip 'Python has no venv'
began=$SECONDS
"$work/venv/bin/pip" install --quiet --requirement "$here/requirements.txt" >/dev/null 2>&1 ||
    skip 'PySpark could not be fetched'
printf 'Spark check: PySpark is installed (%d s)\n' $((SECONDS - began))

if [ -z "$program" ]; then
    (cd "$root" && cargo build --quiet)
    program=$root/${CARGO_TARGET_DIR:-target}/debug/backup-sim
    [ -x "$program" ] || program=${CARGO_TARGET_DIR:-$root/target}/debug/backup-sim
fi

began=$SECONDS
mkdir "$work/run"
# The whole of Spark on one machine: one process, and nothing that listens but to it.
SPARK_LOCAL_IP=127.0.0.1 PYSPARK_PYTHON=$work/venv/bin/python \
    "$work/venv/bin/python" "$here/check.py" "$program" "$work/run"
printf 'Spark check: passed (%d s without the installation)\n' $((SECONDS - began))
