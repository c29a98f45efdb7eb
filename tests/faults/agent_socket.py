"""What a POS and a display say to the lane's agent: one JSON line each way over the unix socket of the state folder."""

import json
import os
import socket

from harness import processes


class AgentSocket:
    """Connects anew when the agent was killed, and repeats what it asked: every request may be repeated."""

    def __init__(self, state):
        self._path = os.path.join(state, "agent.sock")
        self._connection = None
        self._received = b""

    def ask(self, **request):
        """The answer, also when the agent has to be waited for or was killed before it answered."""
        while True:
            self._reach()
            try:
                self._send(request)
                return json.loads(self._read_line())
            except OSError:
                self.hang_up()

    def tell(self, **request):
        """Sends a request and does not wait: the agent may be killed while it works on it."""
        self._reach()
        self._send(request)

    def try_ask(self, **request):
        """Asks once. None when the agent is not there, or goes away before it answers."""
        try:
            self._connection = self._connection or self._connect()
            if not self._connection:
                return None
            self._send(request)
            return json.loads(self._read_line())
        except OSError:
            self.hang_up()
            return None

    def hang_up(self):
        if self._connection:
            self._connection.close()
        self._connection = None
        self._received = b""

    def _send(self, request):
        self._connection.sendall(json.dumps(request).encode() + b"\n")

    def _reach(self):
        if not self._connection:
            self._connection = processes.wait_for(self._connect, timeout_s=20, what="the agent to listen", every_s=0.005)

    def _connect(self):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(20)
        try:
            connection.connect(self._path)
        except OSError:
            connection.close()
            return None
        return connection

    def _read_line(self):
        while b"\n" not in self._received:
            part = self._connection.recv(65536)
            if not part:
                raise ConnectionResetError("the agent has gone")
            self._received += part
        line, _, self._received = self._received.partition(b"\n")
        return line
