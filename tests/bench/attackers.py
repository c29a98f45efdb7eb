#!/usr/bin/python3
"""Many connections that keep a server waiting, each of them one that went away opened again.

usage: attackers.py PORT KIND COUNT     KIND: header (never ends), body (comes byte by byte), read (an answer nobody takes)
Prints "ready" when all are there, and goes on until it is stopped.
"""

import selectors
import socket
import sys
import time

OPENINGS = {
    "header": "GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n",
    "body": "POST /v1/enrolments HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n",
    "read": "GET /openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 8,
}
LITTLE = {"header": b"X: 1\r\n", "body": b" ", "read": b""}
ROUND_S = 2.0  # in which each sends or takes a little
READ_S = 15.0  # the server gives up on a reader after 20 s, and the reader would see it only at the end of its buffer
RECEIVE_BUFFER_BYTES = 4096


def open_one(port, kind):
    attacker = socket.socket()
    attacker.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
    attacker.connect(("127.0.0.1", port))
    attacker.setblocking(False)
    attacker.send(OPENINGS[kind].encode())
    return attacker


class Attack:
    """`kind` against `port`, by `count` connections."""

    def __init__(self, port, kind, count):
        self.port = port
        self.kind = kind
        self.watched = selectors.DefaultSelector()
        self.attackers = {}  # and when each began
        for _ in range(count):
            self.begin()

    def begin(self):
        attacker = open_one(self.port, self.kind)
        self.attackers[attacker] = time.monotonic()
        # Who reads slowly does not even look; the others notice when they are cut off.
        if self.kind != "read":
            self.watched.register(attacker, selectors.EVENT_READ)

    def replace(self, attacker):
        if self.kind != "read":
            self.watched.unregister(attacker)
        attacker.close()
        del self.attackers[attacker]
        self.begin()

    def send_a_little(self, attacker):
        if self.kind == "read" and time.monotonic() - self.attackers[attacker] > READ_S:
            self.replace(attacker)
            return
        try:
            if self.kind == "read":
                attacker.recv(1)
            else:
                attacker.send(LITTLE[self.kind])
        except BlockingIOError:
            pass
        except OSError:
            self.replace(attacker)

    def go_on(self):
        while True:
            began = time.monotonic()
            for place, attacker in enumerate(list(self.attackers)):
                if attacker in self.attackers:
                    self.send_a_little(attacker)
                due = began + ROUND_S * (place + 1) / len(self.attackers)
                for key, _ in self.watched.select(max(0.0, due - time.monotonic())):
                    if key.fileobj in self.attackers:
                        self.replace(key.fileobj)


def main(words):
    attack = Attack(int(words[0]), words[1], int(words[2]))
    print("ready", flush=True)
    attack.go_on()


if __name__ == "__main__":
    main(sys.argv[1:])
