"""The SMTP server of S7: takes every mail and does nothing with it. Prints its port, then a line after every `--expect` mails.

With `--keep FOLDER` the first of these rounds is written there, to be fed again. Runs until its standard input ends.
"""

import argparse
import asyncio
import os
import sys

from aiosmtpd.smtp import SMTP


class Sink:
    """Counts, and keeps the first round when told to."""

    def __init__(self, expect, keep):
        self.expect = expect
        self.keep = keep
        self.count = 0

    async def handle_DATA(self, server, session, envelope):
        if self.keep and self.count < self.expect:
            with open(os.path.join(self.keep, f"{self.count:05}.eml"), "wb") as file:
                file.write(envelope.original_content)
        self.count += 1
        if self.count % self.expect == 0:
            print(self.count, flush=True)
        return "250 OK"


async def serve(sink):
    """Until standard input ends, which a reading thread waits for."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(sink), host="127.0.0.1", port=0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--expect", type=int, required=True)
    parser.add_argument("--keep")
    arguments = parser.parse_args()
    asyncio.run(serve(Sink(arguments.expect, arguments.keep)))


if __name__ == "__main__":
    main()
