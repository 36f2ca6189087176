#!/usr/bin/env bash
# Opens reports and charts in headless Chromium, light and dark, as wide as a desk and as a phone, and has
# axe-core look over each page. Needs Chromium (installed from the distribution's packages if it may) and
# Node.js with npm; where it lacks one of them it says so and passes. Usage: check.sh [PROGRAM] [PICTURES]
# PROGRAM is a built backup-sim; screenshots go into the folder PICTURES if one is named.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
program=${1:-}
pictures=${2:-}

skip() {
    printf 'browser check: NOT RUN, %s\n' "$1"
    exit 0
}

browser=$(command -v chromium || command -v chromium-browser || true)
if [ -z "$browser" ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    (apt-get update && apt-get install -y --no-install-recommends chromium) >/dev/null 2>&1 || true
    browser=$(command -v chromium || true)
fi
[ -n "$browser" ] || skip 'Chromium is not there and could not be installed'
command -v node >/dev/null || skip 'Node.js is not there'
command -v npm >/dev/null || skip 'npm is not there'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/check.mjs" "$work/"
(cd "$work" && npm install --no-audit --no-fund --silent >/dev/null 2>&1) || skip 'axe-core could not be fetched'

if [ -z "$program" ]; then
    (cd "$root" && cargo build --quiet)
    program=$root/${CARGO_TARGET_DIR:-target}/debug/backup-sim
    [ -x "$program" ] || program=${CARGO_TARGET_DIR:-$root/target}/debug/backup-sim
fi

# A yes, a no, a never, a refusal, several causes, a cable; names that have broken other tools.
pages=$work/pages
mkdir -p "$pages"
cd "$root"
for scenario in back-up-now slow-upload unplugged plan-full wifi-lost-at-night computer-by-cable; do
    "$program" report --scenario "scenarios/$scenario.toml" -o "$pages/report-$scenario.html"
done
"$program" report --size 40GB --upload 3Mbps --name '</style><script>alert(1)</script>"x' -o "$pages/report-hostile.html"
# A batch with groups of foreign names, and one of which no row could be read.
printf 'size,upload,region\n40GB,3Mbps,north\n40GB,50Mbps,"</style><script>alert(1)</script>"\n2TB,1Mbps,\n9GB,8Mbps,=1+1\n9GB,fast,x\n' > "$work/rows.csv"
printf 'size,upload\n40GB,fast\n' > "$work/rejected.csv"
"$program" batch "$work/rows.csv" -o "$work/batch.csv" --keep-input --allow-extra 2>/dev/null || [ $? = 3 ]
"$program" batch "$work/rejected.csv" -o "$work/none.csv" 2>/dev/null || [ $? = 3 ]
"$program" report "$work/batch.csv" --by region -o "$pages/report-batch.html"
"$program" report "$work/none.csv" -o "$pages/report-batch-rejected.html"
"$program" chart overview "$work/batch.csv" -o "$pages/chart-overview.svg"
"$program" chart overview "$work/batch.csv" --by region -o "$pages/chart-overview-by.svg"
# Every kind that the case has a use for; one that cannot be drawn ends the check.
for scenario in slow-upload plan-full wifi-lost-at-night; do
    "$program" chart all --scenario "scenarios/$scenario.toml" --bundle "$work/$scenario" --only svg 2>/dev/null
    for drawing in "$work/$scenario"/*.svg; do
        cp "$drawing" "$pages/chart-$(basename "$drawing" .svg)-$scenario.svg"
    done
done
node "$work/check.mjs" "$browser" "$pages" "$pictures"
