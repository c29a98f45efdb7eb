"""A real SMTP server for the tests, whose mood depends on the recipient: accepts, refuses, greylists, delays, hangs.

Prints its port, then one JSON line for each mail it took. Runs until its standard input ends.
"""

import argparse
import asyncio
import base64
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Moods:
    """What happens to a mail, by the part of its recipient before the @."""

    def __init__(self, refusal):
        self.refusal = refusal
        self.greeted = set()

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if self.refusal:
            return "550 " + self.refusal
        mood = address.split("@")[0]
        if mood == "unknown":
            return "550 5.1.1 No such user here"
        if mood == "busy":
            return "451 4.3.2 Come back later"
        if mood == "grey" and address not in self.greeted:
            self.greeted.add(address)
            return "450 4.2.0 Greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mood = envelope.rcpt_tos[0].split("@")[0]
        if mood == "hang":
            await asyncio.sleep(3600)
        if mood == "slow":
            await asyncio.sleep(0.3)
        if mood == "spam":
            return "554 5.7.1 Not wanted"
        if mood == "full":
            return "452 4.2.2 Mailbox full"
        line = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "encrypted": server.transport.get_extra_info("cipher") is not None,
            "user": session.auth_data if session.authenticated else None,
            "peer": session.peer[1],
            "message": base64.b64encode(envelope.original_content).decode(),
        }
        print(json.dumps(line), flush=True)
        return "250 2.0.0 Taken"


def authenticator_for(password):
    """One user, one password."""

    def authenticate(server, session, envelope, mechanism, data):
        right = isinstance(data, LoginPassword) and data.login == b"tillnote" and data.password == password.encode()
        return AuthResult(success=right, handled=False, auth_data=data.login.decode() if right else None)

    return authenticate


async def serve(options, implicit_tls, refusal):
    """Until standard input ends, which a reading thread waits for."""
    loop = asyncio.get_running_loop()
    moods = Moods(refusal)
    server = await loop.create_server(lambda: SMTP(moods, **options), host="127.0.0.1", port=0, ssl=implicit_tls)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--password", default="open sesame", help="of the user tillnote")
    parser.add_argument("--refuse", help="every recipient, with these words")
    parser.add_argument("--implicit", action="store_true", help="TLS from the first byte")
    arguments = parser.parse_args()
    options, implicit_tls = {}, None
    if arguments.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(arguments.certificate, arguments.key)
        options = {"authenticator": authenticator_for(arguments.password), "auth_required": True}
        if arguments.implicit:
            implicit_tls = context
            options["auth_require_tls"] = False
        else:
            options |= {"tls_context": context, "require_starttls": True}
    asyncio.run(serve(options, implicit_tls, arguments.refuse))


if __name__ == "__main__":
    main()
