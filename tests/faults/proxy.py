"""A network between lane and server that breaks on command: loopback only, one thread of its own."""

import asyncio
import dataclasses
import socket
import threading

HOST = "127.0.0.1"
_CAPTIVE_PAGE = b"<!DOCTYPE html><title>Welcome to the guest network</title><p>Please sign in."


@dataclasses.dataclass(frozen=True)
class Weather:
    """How the network is until it is set again.

    kinds: clear; cut (each connection breaks when `at_byte` bytes have passed in `direction`, "up" or "down"); cut_answer (the
    request arrives whole, its answer is thrown away); hole (bytes are swallowed, nothing closes); slow (`delay_s` before
    every piece, pieces of at most 400 bytes); twice (every request reaches the server a second time, on another connection);
    refuse (connections end at once); captive (a stranger answers 200 with HTML).
    """

    kind: str = "clear"
    direction: str = "up"
    at_byte: int = 0
    delay_s: float = 0.0


class _Request:
    """Cuts a byte stream into HTTP requests by Content-Length, to repeat them whole."""

    def __init__(self):
        self._bytes = b""

    def feed(self, data):
        self._bytes += data
        whole = []
        while True:
            head, gap, rest = self._bytes.partition(b"\r\n\r\n")
            if not gap:
                return whole
            length = 0
            for line in head.split(b"\r\n")[1:]:
                name, _, value = line.partition(b":")
                if name.strip().lower() == b"content-length":
                    length = int(value)
            if len(rest) < length:
                return whole
            whole.append(head + gap + rest[:length])
            self._bytes = rest[length:]


class FaultProxy:
    """Forwards its own port to `server_port`. `set` may be called from any thread and takes effect at once."""

    def __init__(self, server_port):
        self.server_port = server_port
        self.weather = Weather()
        self.broken = 0  # connections this proxy has broken on purpose, so that a campaign can tell that its faults bite
        self.repeated = 0
        self._loop = asyncio.new_event_loop()
        self._listener = socket.create_server((HOST, 0))
        self.port = self._listener.getsockname()[1]
        self._open = set()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def set(self, weather):
        self.weather = weather
        # What is open meets the new weather with its next byte; a hole or a guest network must not wait for one.
        if weather.kind in ("refuse", "captive"):
            self._loop.call_soon_threadsafe(self._break_all)

    def close(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _break_all(self):
        for writer in list(self._open):
            self._break(writer)

    def _break(self, writer):
        self.broken += 1
        writer.transport.abort()

    def _run(self):
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(asyncio.start_server(self._serve, sock=self._listener))
        self._loop.run_forever()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._listener.close()
        self._loop.close()

    async def _serve(self, lane_reader, lane_writer):
        if self.weather.kind == "refuse":
            self._break(lane_writer)
            return
        if self.weather.kind == "captive":
            await self._answer_as_captive_portal(lane_reader, lane_writer)
            return
        try:
            server_reader, server_writer = await asyncio.open_connection(HOST, self.server_port)
        except OSError:
            lane_writer.transport.abort()
            return
        ends = {lane_writer, server_writer}
        self._open |= ends
        try:
            await asyncio.gather(self._pump(lane_reader, server_writer, "up", ends),
                                 self._pump(server_reader, lane_writer, "down", ends))
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            for writer in ends:
                writer.transport.abort()
            self._open -= ends

    async def _pump(self, reader, writer, direction, ends):
        passed = 0
        requests = _Request()
        while data := await reader.read(65536):
            weather = self.weather
            if weather.kind == "hole":
                continue
            if weather.kind == "cut_answer" and direction == "down":
                return self._break_both(ends)
            if weather.kind == "cut" and weather.direction == direction and passed + len(data) >= weather.at_byte:
                writer.write(data[:max(0, weather.at_byte - passed)])
                await writer.drain()
                return self._break_both(ends)
            passed += len(data)
            if direction == "up":
                for request in requests.feed(data):
                    if weather.kind == "twice":
                        asyncio.ensure_future(self._repeat(request))
            if weather.kind == "slow":
                for start in range(0, len(data), 400):
                    await asyncio.sleep(weather.delay_s)
                    writer.write(data[start:start + 400])
                    await writer.drain()
                continue
            writer.write(data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()

    def _break_both(self, ends):
        self.broken += 1
        for writer in ends:
            writer.transport.abort()

    async def _repeat(self, request):
        try:
            reader, writer = await asyncio.open_connection(HOST, self.server_port)
            writer.write(request)
            await writer.drain()
            await asyncio.wait_for(reader.read(65536), 5)
            writer.transport.abort()
            self.repeated += 1
        except (OSError, asyncio.TimeoutError):
            pass

    async def _answer_as_captive_portal(self, reader, writer):
        try:
            await reader.read(65536)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                         % (len(_CAPTIVE_PAGE), _CAPTIVE_PAGE))
            await writer.drain()
            writer.close()
        except OSError:
            pass
