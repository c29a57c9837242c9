"""Port check before the start. Standard library only, because it runs before the install.

`python3 -m casetracker.serving.ports PRIVATE_PORT=8000 PUBLIC_PORT=8001` prints what is wrong and ends with 1.
"""

import errno
import socket
import sys

LOOPBACK = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
HIGHEST = 65535


def loopback_addresses() -> list[str]:
    """Return the loopback addresses of this machine; without IPv6 there is one."""
    return [host for family, host in LOOPBACK if _try_to_bind(family, host, 0) is None]


def problem_with(name: str, port: int) -> str | None:
    """Return a message about the port set by the variable `name`, or None if it can be used."""
    if not 1 <= port <= HIGHEST:
        return f"{name} must be a number from 1 to {HIGHEST}."
    for family, host in LOOPBACK:
        error = _try_to_bind(family, host, port)
        if error == errno.EADDRINUSE:
            return (
                f"Port {port} is in use by another program. "
                f"Stop that program, or choose another port: make run {name}={_another(port)}"
            )
        if error in {errno.EACCES, errno.EPERM}:
            return f"Port {port} may not be used by this account. Choose one above 1023, for example {name}=8000."
    return None


def problems_with(ports: dict[str, int]) -> list[str]:
    """Return all messages about the ports, given by the names of their variables."""
    messages = [sentence for name, port in ports.items() if (sentence := problem_with(name, port))]
    if not messages and len(set(ports.values())) < len(ports):
        messages.append(f"{' and '.join(ports)} must be two different ports.")
    return messages


def _another(port: int) -> int:
    return port + 10 if port + 10 <= HIGHEST else port - 10


def _try_to_bind(family: socket.AddressFamily, host: str, port: int) -> int | None:
    """Return the error number of bind(), None if it works."""
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            probe.bind((host, port))
    except OSError as error:
        return error.errno
    return None


def main(arguments: list[str]) -> int:
    """Check NAME=PORT arguments; print the problems to stderr and return 1 if there are any."""
    ports = {}
    for argument in arguments:
        name, _, value = argument.partition("=")
        ports[name] = int(value) if value.isascii() and value.isdigit() else 0
    messages = problems_with(ports)
    for sentence in messages:
        print(sentence, file=sys.stderr)  # noqa: T201
    return 1 if messages else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
