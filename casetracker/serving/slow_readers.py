"""Sending of responses at the pace of their readers, without blocking a thread of the server.

gunicorn's threads write a response until its last byte was taken; eight readers who took a byte now and then blocked
all eight, and nobody else was answered. Here a thread writes what the network takes at once; the single `Sender` of the
process sends the rest and waits for all slow readers together. The rest of a generated response is kept in an unnamed
temporary file; a file is sent from its own place.
"""

import os
import queue
import selectors
import socket
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, BinaryIO

IN_MEMORY = 256 * 1024  # bytes of a response's rest; more goes to a temporary file
PIECE = 256 * 1024  # bytes sent to one reader before it is the next one's turn
MOST_ON_DISK = 1024 * 1024 * 1024  # bytes waiting in temporary files, all responses together
MOST = 500  # readers waited for at once
STALLED = 60.0  # seconds in which a reader took nothing
LONGEST = 4 * 3600.0  # seconds for one response
LINGER = 2.0  # seconds for a reader who got everything to close, so that nothing is cut off (RFC 9112, 9.6)
LOOK = 0.5  # seconds between two checks for stalled readers


class Rest:
    """Unsent rest of one response: pieces of files, in order."""

    on_disk = 0  # bytes, of all responses of this process
    _counting = threading.Lock()

    def __init__(self) -> None:
        self.files: deque[list[Any]] = deque()  # [file, offset, bytes left]
        self._own: Any = None  # the temporary file
        self._on_disk = 0

    def __bool__(self) -> bool:
        return bool(self.files)

    def add(self, data: bytes | memoryview) -> None:
        """Append bytes.

        Raises:
            OSError: too much is waiting already; this response is cut off.
        """
        with Rest._counting:
            if Rest.on_disk + len(data) > MOST_ON_DISK:
                raise OSError("too much waits to be sent")
            Rest.on_disk += len(data)
            self._on_disk += len(data)
        if self._own is None or self.files[-1][0] is not self._own:
            self._own = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with the response
            self.files.append([self._own, 0, 0])
        self._own.seek(0, os.SEEK_END)
        self._own.write(data)
        self.files[-1][2] += len(data)

    def add_file(self, file: BinaryIO, offset: int, count: int) -> None:
        """Append a piece of a file, which the caller may close afterwards."""
        self.files.append([os.fdopen(os.dup(file.fileno()), "rb"), offset, count])

    def send(self, connection: socket.socket) -> int:
        """Send what the network takes now, at most one piece; return the number of bytes."""
        file, offset, left = self.files[0]
        if isinstance(file, tempfile.SpooledTemporaryFile):
            file.seek(offset)
            sent = connection.send(file.read(min(left, PIECE)))
        else:
            sent = os.sendfile(connection.fileno(), file.fileno(), offset, min(left, PIECE))
            if not sent:
                raise OSError("the file became shorter")
        self.files[0][1:] = offset + sent, left - sent
        if left == sent:
            self.files.popleft()[0].close()
        return sent

    def close(self) -> None:
        """Close the files."""
        while self.files:
            self.files.popleft()[0].close()
        with Rest._counting:
            Rest.on_disk -= self._on_disk
            self._on_disk = 0


class Outgoing:
    """Stand-in for the socket of a request while it is answered: what would block the thread is kept in `rest`."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection, self.rest = connection, Rest()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def sendall(self, data: bytes) -> None:
        """Send what can be sent at once; keep the rest."""
        view = memoryview(data)
        if not self.rest:
            view = view[self._sent(view) :]
        if view:
            self.rest.add(view)

    def sendfile(self, file: BinaryIO, offset: int = 0, count: int | None = None) -> None:
        """Append a piece of a file to the rest."""
        self.rest.add_file(file, offset, os.fstat(file.fileno()).st_size - offset if count is None else count)

    def _sent(self, view: memoryview) -> int:
        done = 0
        while done < len(view):
            try:
                done += self._connection.send(view[done:], socket.MSG_DONTWAIT)
            except (BlockingIOError, InterruptedError):
                break
        return done


class Waiting:
    """Reader whom the sender is waiting for."""

    def __init__(self, connection: socket.socket, rest: Rest) -> None:
        self.connection, self.rest = connection, rest
        self.started = self.moved = time.monotonic()

    def is_over(self, now: float) -> bool:
        """Whether the reader has stalled or the response has taken too long."""
        patience = STALLED if self.rest else LINGER
        return now - self.moved > patience or now - self.started > LONGEST


class Sender:
    """Thread, one per process, that sends what slow readers have not taken yet."""

    def __init__(self) -> None:
        self._coming: queue.SimpleQueue[Waiting] = queue.SimpleQueue()
        self._selector = selectors.DefaultSelector()
        self._bell, self._ring = os.pipe()
        os.set_blocking(self._bell, False)
        os.set_blocking(self._ring, False)
        self._selector.register(self._bell, selectors.EVENT_READ)
        self._waiting: set[Waiting] = set()
        threading.Thread(target=self._run, daemon=True, name="sender").start()

    def take(self, connection: socket.socket, rest: Rest) -> None:
        """Send the rest to this connection, end the response and close it; the sender owns it from now on."""
        connection.setblocking(False)
        self._coming.put(Waiting(connection, rest))
        with suppress(BlockingIOError):
            os.write(self._ring, b"\0")

    def _run(self) -> None:
        last_look = 0.0
        while True:
            for key, _events in self._selector.select(LOOK):
                if key.data is None:
                    self._welcome()
                else:
                    self._go_on(key.data)
            now = time.monotonic()
            if now - last_look > LOOK:
                last_look = now
                self._drop(reader for reader in list(self._waiting) if reader.is_over(now))

    def _welcome(self) -> None:
        with suppress(BlockingIOError):
            os.read(self._bell, 4096)
        while True:
            try:
                reader = self._coming.get_nowait()
            except queue.Empty:
                return
            if len(self._waiting) >= MOST:  # over the limit: drop the reader who has taken nothing for the longest time
                self._drop([min(self._waiting, key=lambda other: other.moved)])
            self._waiting.add(reader)
            self._selector.register(
                reader.connection, selectors.EVENT_WRITE if reader.rest else selectors.EVENT_READ, reader
            )
            if not reader.rest:
                self._end(reader)

    def _go_on(self, one: Waiting) -> None:
        try:
            if one.rest:
                one.rest.send(one.connection)
                one.moved = time.monotonic()
                if not one.rest:
                    self._end(one)
            elif not one.connection.recv(65536):
                self._drop([one])
        except (BlockingIOError, InterruptedError):
            return
        except (OSError, ValueError):
            self._drop([one])

    def _end(self, one: Waiting) -> None:
        """Shut down writing after the last byte, and wait a moment for the other side to close."""
        try:
            one.connection.shutdown(socket.SHUT_WR)
            self._selector.modify(one.connection, selectors.EVENT_READ, one)
        except OSError:
            self._drop([one])

    def _drop(self, ones: Iterable[Waiting]) -> None:
        for reader in ones:
            self._waiting.discard(reader)
            with suppress(KeyError, ValueError, OSError):
                self._selector.unregister(reader.connection)
            reader.connection.close()
            reader.rest.close()
