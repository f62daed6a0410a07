#!/usr/bin/env bash
# Publishes an entry, once however often it has to be tried:  TOKEN=dl_… ./publish.sh https://live.example.org storm 'A headline' KEY
# needs: curl and jq
curl --silent --show-error --fail-with-body --retry 10 --retry-all-errors --retry-max-time 60 \
  -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -H "Idempotency-Key: $4" \
  --data "$(jq -n --arg headline "$3" '{$headline}')" \
  "$1/api/v1/blogs/$2/entries" | jq -r '.id // .detail'
