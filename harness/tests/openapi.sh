#!/bin/sh
# Public tools (npm, pinned) accept the OpenAPI document, the schemas and every scenario.
set -eu
top=$PWD
mkdir -p build/npm
cp harness/tests/npm/package.json harness/tests/npm/package-lock.json harness/tests/npm/check.mjs build/npm/
cd build/npm
npm ci --no-audit --no-fund --loglevel=error
node check.mjs "$top"
