"""An S3 API on loopback, in a process of its own, with the buckets that a test asks for.

One request at a time: what the server checks before a conditional put holds until the put is done.
"""

import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType

import httpx

REGION = "us-east-1"


class S3Server:
    """with S3Server() as server: … server.environment leads to it."""

    def __enter__(self) -> "S3Server":
        command = [sys.executable, Path(__file__)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.process.stdout is not None
        port = self.process.stdout.readline().strip()
        assert port, "the S3 server did not start"
        self.endpoint = f"http://127.0.0.1:{port}"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)

    @property
    def environment(self) -> dict[str, str]:
        """What a program is told to reach the server; the keys are anybody's, since it asks for none in particular."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "tests",
            "AWS_SECRET_ACCESS_KEY": "tests",
        }

    def make(self, bucket: str) -> str:
        """A new bucket; returns its address."""
        httpx.put(f"{self.endpoint}/{bucket}", content=b"", timeout=60).raise_for_status()
        return f"s3://{bucket}"


def main() -> None:
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    application = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", 0, application, threaded=False)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    os.environ.setdefault("AWS_DEFAULT_REGION", REGION)
    main()
