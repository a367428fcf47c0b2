"""The command `jihua` without the seconds of imports that a cold process takes: a process that has imported everything
forks a child for every command, and the child becomes the command, down to its exit code.

`Warm` is the side of the tests; `python warm.py SOCKET` is the process, which several tests may ask at once.
"""

import contextlib
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path


class Warm:
    """A process to fork commands from. Its environment leads to the Prefect server; a command may add to it."""

    def __init__(self, address: Path) -> None:
        self.address = address

    def start(self, environment: dict[str, str]) -> int:
        """Start the process and wait until it listens; gives its id."""
        command = [sys.executable, __file__, str(self.address)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", "the process that commands are forked from did not start"
        return process.pid

    def run(
        self,
        arguments: list[str],
        cwd: Path,
        environment: dict[str, str],
        begun: Callable[[int], None] = lambda _: None,
    ) -> "subprocess.CompletedProcess[str]":
        """Run `jihua` with these arguments to its end. `begun` is told the process once it runs, and may kill it."""
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            asked = json.dumps({"arguments": arguments, "cwd": str(cwd), "environment": environment})
            with socket.socket(socket.AF_UNIX) as asking:
                asking.connect(str(self.address))
                socket.send_fds(asking, [len(asked.encode()).to_bytes(4, "big")], [out.fileno(), err.fileno()])
                asking.sendall(asked.encode())
                answers = asking.makefile()
                begun(int(answers.readline()))
                status = int(answers.readline())
            texts = [(file.seek(0), file.read())[1] for file in (out, err)]
        return subprocess.CompletedProcess(arguments, status, *texts)


def main() -> None:
    """Import, listen, and return in the child that is to be a command."""
    for module in ("great_expectations", "expectations.data_docs", "flows.backfill", "flows.doctor", "flows.ingest"):
        importlib.import_module(module)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(sys.argv[1])
        listening.listen()
        print("ready", flush=True)
        while True:
            asking, _ = listening.accept()
            with asking:
                if os.fork() == 0:
                    listening.close()
                    become_the_command(asking)
                    return


def become_the_command(asking: socket.socket) -> None:
    """Returns in the child; what stays behind tells which process it is, waits for it, and tells its exit code."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    length, (out, err), *_ = socket.recv_fds(asking, 4, 2)
    asked = json.loads(asking.recv(int.from_bytes(length, "big"), socket.MSG_WAITALL))
    child = os.fork()
    if child:
        asking.sendall(f"{child}\n".encode())
        _, status = os.waitpid(child, 0)
        with contextlib.suppress(BrokenPipeError):
            asking.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
        os._exit(0)
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.chdir(asked["cwd"])
    os.environ.update(asked["environment"])
    sys.argv = ["jihua", *asked["arguments"]]


if __name__ == "__main__":
    main()
    from flows.cli import cli

    cli(prog_name="jihua")
