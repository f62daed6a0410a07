#!/usr/bin/env bash
# Follows a blog by server-sent events, through drops and deploys:  ./follow.sh https://live.example.org storm
# needs: curl and jq
id=0
while :; do
  while IFS= read -r line; do
    case $line in
      'id: '*) id=${line#id: } ;;
      'data: {"blog"'*'"entries"'*)
        jq -r '.entries[] | if .removed then "- " + .id else "+ " + (.headline // .html) end' <<<"${line#data: }"
        ;;
    esac
  done < <(curl --silent --no-buffer --fail -H "Last-Event-ID: $id" "$1/$2/live")
  sleep 2
done
