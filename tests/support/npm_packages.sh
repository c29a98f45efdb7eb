#!/bin/bash
# Usage: npm_packages.sh FOLDER. Installs what FOLDER's lock file names, only when that has changed since. npm leaves its
# own copy of the lock file in node_modules, which tells when it was there last.
set -euo pipefail
cd -- "$1"
if [[ ! node_modules/.package-lock.json -nt package-lock.json ]]; then
    npm ci --ignore-scripts --no-audit --no-fund
    touch node_modules/.package-lock.json
fi
