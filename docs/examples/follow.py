"""Follows a blog by socket, through drops and deploys:  python3 follow.py https://live.example.org storm

needs: python-socketio and websocket-client (Debian: python3-socketio python3-websocket)
"""
import sys

import socketio

address, blog = sys.argv[1:]
held = {"seq": 0, "epoch": None, "entries": {}}
client = socketio.Client()


@client.event
def connect():
    join()


def join():
    """Asks for all that is missing; also after each drop, with what is held."""
    where = {"blog": blog, "after": held["seq"]}
    if held["epoch"]:
        where["epoch"] = held["epoch"]
    client.emit("join", where, callback=answered)


def answered(answer):
    if "error" not in answer:
        return take(answer)
    print(answer["error"], file=sys.stderr)
    if answer["error"] == "not-found":
        client.disconnect()


@client.on("update")
def take(update):
    is_new = update["from"] == 0 or update.get("epoch") != held["epoch"]
    if is_new and update["from"] > 0:
        return join()
    if not is_new and update["to"] <= held["seq"]:
        return  # known already
    if not is_new and update["from"] > held["seq"]:
        return join()  # something is missing
    if is_new:
        held["entries"].clear()
    for entry in update["entries"]:
        if entry.get("removed"):
            held["entries"].pop(entry["id"], None)
            print("-", entry["id"], flush=True)
        else:
            held["entries"][entry["id"]] = entry
            print("+", entry["headline"] or entry["html"], flush=True)
    held.update(seq=update["to"], epoch=update.get("epoch"))


@client.on("error")
def told(error):
    print(error["code"], error["detail"], file=sys.stderr)


client.connect(address, socketio_path="live", transports=["websocket"])
client.wait()
