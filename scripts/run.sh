#!/bin/sh
# Every script of package.json: brings what a command needs (see setup.mjs), then runs it on the pinned Node.
#   sh scripts/run.sh serving 'node server/main.ts'
# Setup runs on the Node that runs npm: the pinned one may be missing, or cut short.
"${npm_node_execpath:-node}" scripts/setup.mjs "$1" || exit 1
command=$2
shift 2
PATH="$PWD/node_modules/.bin:$PATH"
export PATH
exec sh -c "$command \"\$@\"" sh "$@"
