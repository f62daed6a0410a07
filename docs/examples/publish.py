"""Publishes an entry, once however often it has to be tried:
TOKEN=dl_… python3 publish.py https://live.example.org storm 'A headline' KEY
"""
import json
import os
import sys
import time
import urllib.error
import urllib.request

address, blog, headline, key = sys.argv[1:]

for attempt in range(1, 11):
    request = urllib.request.Request(
        f"{address}/api/v1/blogs/{blog}/entries",
        data=json.dumps({"headline": headline}).encode(),
        headers={
            "Authorization": f"Bearer {os.environ['TOKEN']}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        },
    )
    try:
        print(json.load(urllib.request.urlopen(request, timeout=10))["id"])
        break
    except urllib.error.HTTPError as error:
        if error.code != 429 and error.code < 500:
            sys.exit(json.load(error)["detail"])
        time.sleep(int(error.headers.get("Retry-After", attempt)))
    except OSError:
        time.sleep(attempt)
else:
    sys.exit("The service could not be reached.")
