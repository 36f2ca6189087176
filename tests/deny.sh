#!/usr/bin/env bash
# Holds the crates that we build on against deny.toml. Uses cargo-deny where it is installed, else builds it
# (DENY_SECONDS bounds that, 0 leaves it; a machine without it passes and says so). Where the list of advisories cannot be
# fetched, licences, sources and versions are still held and the rest is said to be not run.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! cargo deny --version 2>/dev/null; then
    home=${CARGO_TARGET_DIR:-$PWD/target}/cargo-deny
    if ! [ -x "$home/bin/cargo-deny" ]; then
        [ "${DENY_SECONDS:-300}" -gt 0 ] && timeout "${DENY_SECONDS:-300}" cargo install --quiet --locked --root "$home" cargo-deny 2>/dev/null || {
            printf 'crates: NOT RUN, cargo-deny could not be installed in %s s\n' "${DENY_SECONDS:-300}"
            exit 0
        }
    fi
    PATH=$home/bin:$PATH
fi
cargo deny --all-features check --hide-inclusion-graph bans licenses sources
if cargo deny fetch db >/dev/null 2>&1; then
    cargo deny --all-features check --hide-inclusion-graph advisories
else
    printf 'advisories: NOT RUN, the list cannot be fetched\n'
fi
