"""The public site in a process of its own, as a deployment runs it: `python -m tests.browser.public_site` prints its port."""

import os
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


class Quiet(WSGIRequestHandler):
    """Tells nothing of the requests."""

    def log_message(self, *_args: object) -> None:
        """Keep still."""


class Threads(ThreadingMixIn, WSGIServer):
    """Answers while a browser keeps a connection open that it does not use."""

    daemon_threads = True


def main() -> None:
    """Serve until the parent closes our input."""
    from casetracker.wsgi_public import application

    with make_server("127.0.0.1", 0, application, server_class=Threads, handler_class=Quiet) as server:
        print(server.server_port, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "casetracker.settings.public"
    sys.exit(main())
