"""How schemathesis sends lines of JSON."""

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(_context, value):
    if isinstance(value, str):
        return value.encode()
    return value if isinstance(value, bytes) else b""
