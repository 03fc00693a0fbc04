#!/usr/bin/env bash
# Rewrites src/*/PublicAPI.Unshipped.txt to list exactly the public members that are not shipped yet, of all packages or of those named. Run it when RS0016 or RS0017
# fails the build.
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- Telemetry Placement Scheduling Docker Parquet Postgres Testing
for dir in "$@"; do
  dir=src/$dir
  [ -d "$dir" ] || continue
  [ -f "$dir/PublicAPI.Shipped.txt" ] || printf '#nullable enable\n' >"$dir/PublicAPI.Shipped.txt"
  printf '#nullable enable\n' >"$dir/PublicAPI.Unshipped.txt"
  # Each missing member is one RS0016 message; the member stands between the quotes.
  dotnet build "$dir" --no-incremental -nologo -v q -p:TreatWarningsAsErrors=false -p:MSBuildTreatWarningsAsErrors=false -clp:NoSummary 2>&1 |
    sed -n "s/.*RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" | LC_ALL=C sort -u >"$dir/.api"
  cat "$dir/.api" >>"$dir/PublicAPI.Unshipped.txt"
  rm "$dir/.api"
  echo "$dir: $(($(wc -l <"$dir/PublicAPI.Unshipped.txt") - 1)) members"
done
