#!/usr/bin/env bash
# Installs, from Debian's packages, the servers and the browser that the integration tests start themselves.
set -euo pipefail
wanted=(docker.io busybox-static prometheus prometheus-node-exporter chromium postgresql)
missing=()
for package in "${wanted[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && { echo "all there"; exit 0; }
apt-get update -q >/dev/null
export DEBIAN_FRONTEND=noninteractive
# An image older than its mirror can stop half-way on packages that must be replaced together; apt mends that itself when asked.
apt-get install -y -q "${missing[@]}" >/dev/null || { apt-get install -y -q --fix-broken >/dev/null; apt-get install -y -q "${missing[@]}" >/dev/null; }
echo "installed ${missing[*]}"
