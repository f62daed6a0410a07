"""A reader in Python as a stranger would write it: joins where it stands, and does nothing about coming back."""
import json
import sys
import threading

import socketio

url, blog = sys.argv[1:]
seq = 0
speaking = threading.Lock()
client = socketio.Client()


def say(**fact):
    with speaking:
        print(json.dumps(fact), flush=True)


def take(update):
    global seq
    if "error" in update:
        return say(error=update["error"])
    if update["from"] in (0, seq):
        seq = update["to"]
    say(seq=seq)


@client.event
def connect():
    say(joined=seq)
    client.emit("join", {"blog": blog, "after": seq}, callback=take)


@client.event
def disconnect():
    say(ended="disconnect")


client.on("update", take)
client.on("error", lambda error: say(error=error["code"]))


def listen_to_the_test():
    for line in sys.stdin:
        name, times = json.loads(line)
        for _ in range(times):
            client.emit(name, {"blog": blog})


threading.Thread(target=listen_to_the_test, daemon=True).start()
client.connect(url, socketio_path="live", transports=["websocket"])
client.wait()
say(stays="away")
