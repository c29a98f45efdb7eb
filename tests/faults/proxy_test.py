"""The breakable network must break as told: a fault that does not bite would prove nothing."""

import http.client
import http.server
import threading
import time
import unittest

from proxy import FaultProxy, Weather

BODY = b"x" * 3000


class Upstream(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    bodies = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if len(body) < int(self.headers["Content-Length"]):
            return
        self.bodies.append(body)
        self.send_response(200)
        self.send_header("Content-Length", "4")
        self.end_headers()
        try:
            self.wfile.write(b"done")
        except OSError:
            pass  # the cut reached this end before the answer was written

    def log_message(self, *_):
        pass


class Proxy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.proxy = FaultProxy(cls.server.server_address[1])

    @classmethod
    def tearDownClass(cls):
        cls.proxy.close()
        cls.server.shutdown()
        cls.server.server_close()

    def setUp(self):
        Upstream.bodies.clear()

    def post(self, weather, timeout_s=5):
        self.proxy.set(weather)
        connection = http.client.HTTPConnection("127.0.0.1", self.proxy.port, timeout=timeout_s)
        try:
            connection.request("POST", "/", BODY)
            return connection.getresponse().read()
        finally:
            connection.close()

    def wait_for_bodies(self, count):
        deadline = time.monotonic() + 5
        while len(Upstream.bodies) < count and time.monotonic() < deadline:
            time.sleep(0.005)
        return Upstream.bodies

    def test_passes_everything_when_clear(self):
        self.assertEqual(self.post(Weather()), b"done")
        self.assertEqual(Upstream.bodies, [BODY])

    def test_delivers_the_request_and_loses_the_answer(self):
        with self.assertRaises((OSError, http.client.HTTPException)):
            self.post(Weather("cut_answer"))
        self.assertEqual(self.wait_for_bodies(1), [BODY])

    def test_cuts_a_request_in_the_middle(self):
        with self.assertRaises((OSError, http.client.HTTPException)):
            self.post(Weather("cut", "up", 500))
        self.assertNotIn(BODY, Upstream.bodies)

    def test_cuts_an_answer_in_the_middle(self):
        try:
            self.assertNotEqual(self.post(Weather("cut", "down", 20)), b"done")
        except (OSError, http.client.HTTPException):
            pass  # as good: the cut showed even earlier
        self.assertEqual(self.wait_for_bodies(1), [BODY])

    def test_delivers_a_request_twice(self):
        self.assertEqual(self.post(Weather("twice")), b"done")
        self.assertEqual(self.wait_for_bodies(2), [BODY, BODY])

    def test_swallows_without_closing(self):
        with self.assertRaises(TimeoutError):
            self.post(Weather("hole"), timeout_s=0.3)
        self.assertEqual(Upstream.bodies, [])

    def test_delivers_slowly_and_whole(self):
        begin = time.monotonic()
        self.assertEqual(self.post(Weather("slow", delay_s=0.02)), b"done")
        self.assertGreater(time.monotonic() - begin, 0.1)
        self.assertEqual(Upstream.bodies, [BODY])

    def test_answers_as_a_guest_network(self):
        self.assertIn(b"guest network", self.post(Weather("captive")))
        self.assertEqual(Upstream.bodies, [])

    def test_refuses(self):
        with self.assertRaises((OSError, http.client.HTTPException)):
            self.post(Weather("refuse"))


if __name__ == "__main__":
    unittest.main()
