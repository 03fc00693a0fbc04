#!/usr/bin/env bash
# Runs every sample that ends by itself; a sample that does not print what it promises fails.
set -euo pipefail
cd "$(dirname "$0")/.."
for sample in samples/*/*.csproj; do
  grep -q '<EndsByItself>true' "$sample" || continue
  echo "-- $sample"
  dotnet run -c Release --no-build --project "$sample"
done
