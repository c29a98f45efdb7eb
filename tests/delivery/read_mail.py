"""Reads one mail from standard input with Python's email package and prints what a mail program would see, as JSON."""

import email
import email.policy
import json
import sys

message = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
parts = list(message.iter_parts()) if message.is_multipart() else [message]
print(
    json.dumps(
        {
            "headers": {name.lower(): str(value) for name, value in message.items()},
            "names": [name.lower() for name in message.keys()],
            "type": message.get_content_type(),
            "parts": [{"type": part.get_content_type(), "text": part.get_content().replace("\r\n", "\n")} for part in parts],
            "defects": [type(defect).__name__ for part in message.walk() for defect in part.defects],
        }
    )
)
