#!/bin/sh
# Every script of package.json: brings what a command needs (see setup.mjs), then runs it on the pinned Node.
#   sh scripts/run.sh serving 'node server/main.ts'
# Setup runs on the Node that runs npm: the pinned one may be missing, or cut short.
"${npm_node_execpath:-node}" scripts/setup.mjs "$1" || exit 1
command=$2
shift 2
PATH="$PWD/node_modules/.bin:$PATH"
# What Node makes of the sources is kept, so that the next start is sooner; where that can’t be written, it does without.
NODE_COMPILE_CACHE="$PWD/node_modules/.cache/node"
export PATH NODE_COMPILE_CACHE
exec sh -c "$command \"\$@\"" sh "$@"
