"""A proxy that speaks TLS for a Tillnote behind it and signs people in, as nginx with oauth2-proxy does: on loopback only."""

import http.client
import http.server
import ssl
import threading

# What only the proxy may say: taken off every request before it adds its own words.
_OURS = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-email", "x-tillnote-proxy-secret"}
_OF_THE_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class TrustedProxy:
    """Forwards https://127.0.0.1:PORT to the server's port. The attributes may be changed between two requests."""

    def __init__(self, server_port, authority, folder, name="proxy"):
        self.server_port = server_port
        self.strips = True  # a careless proxy hands on what its client says of itself
        self.protocol = "https"  # how it says that its client came; None: it does not say
        self.says = []  # headers it adds besides X-Forwarded-For and X-Forwarded-Proto, as (name, value)
        certificate, key = f"{folder}/{name}.pem", f"{folder}/{name}.key"
        authority.issue(certificate, key, "IP:127.0.0.1")
        self._listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._make_handler())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self._listener.socket = context.wrap_socket(self._listener.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self._listener.server_port
        self.url = f"https://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._listener.serve_forever, daemon=True)
        self._thread.start()

    def close(self):
        self._listener.shutdown()
        self._thread.join()
        self._listener.server_close()

    def _make_handler(self):
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def forward(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                answer, content = proxy._ask(self.command, self.path, self.headers.items(), self.client_address[0], body)
                self.send_response_only(answer.status, answer.reason)
                for name, value in answer.getheaders():
                    if name.lower() not in _OF_THE_CONNECTION:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = forward

            def log_message(self, *words):
                pass

        return Handler

    def _ask(self, method, path, headers, client, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.server_port, timeout=20)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in headers:
                if name.lower() not in _OF_THE_CONNECTION and not (self.strips and name.lower() in _OURS):
                    connection.putheader(name, value)
            connection.putheader("X-Forwarded-For", client)
            if self.protocol:
                connection.putheader("X-Forwarded-Proto", self.protocol)
            for name, value in self.says:
                connection.putheader(name, value)
            if body or method in ("POST", "PUT", "PATCH"):
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()
