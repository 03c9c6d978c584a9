# Runs in nbdsh: a client that checks nothing by itself. The test has set uri, disk and writable.
import threading

MiB = 1 << 20
content = open(disk, "rb").read()
size = len(content)
quiet = size // 2  # nothing is written from here on


def connect(context=None, structured=True):
    one = nbd.NBD()
    one.set_strict_mode(0)
    one.set_request_structured_replies(structured)
    if context is not None:
        one.add_meta_context(context)
    one.connect_uri(uri)
    return one


class Witness(threading.Thread):
    """Reads what nobody writes, all the time."""

    def __init__(self):
        super().__init__()
        self.client = connect()
        self.reads = 0
        self.wrong = None
        self.ending = threading.Event()

    def run(self):
        try:
            while not self.ending.is_set():
                at = quiet + self.reads * 77777 % (size - quiet - 65536)
                if self.client.pread(65536, at) != content[at : at + 65536]:
                    raise ValueError("wrong data at %d" % at)
                self.reads += 1
        except Exception as wrong:
            self.wrong = wrong

    def end(self):
        self.ending.set()
        self.join()
        assert self.wrong is None, self.wrong
        assert self.reads > 5, self.reads
        self.client.shutdown()


def fails(error, what, *arguments):
    """The request is refused in this way, and the connection goes on."""
    try:
        what(*arguments)
    except nbd.Error as refused:
        assert refused.errno == error, "%s%r: %s" % (what.__name__, arguments[1:], refused)
    else:
        assert False, "%s%r is not refused" % (what.__name__, arguments[1:])
    client = what.__self__
    assert client.aio_is_ready(), what.__name__
    assert client.pread(4096, quiet) == content[quiet : quiet + 4096], what.__name__


def ignore(*_):
    return 0


witness = Witness()
witness.start()
h = connect("base:allocation")
past = "ENOSPC" if writable else "EPERM"
inside = None if writable else "EPERM"

# past the end, also by numbers that overflow
for at, length in ((size, 1), (size - 1, 2), (size - 4096, 8192), (1 << 62, 512), ((1 << 63) - 1, 1), ((1 << 63) - 512, 1024)):
    fails("EINVAL", h.pread, length, at)
    fails("EINVAL", h.cache, length, at)
    fails("EINVAL", h.block_status, length, at, ignore)
    fails(past, h.pwrite, bytes(length), at)
    fails(past, h.zero, length, at)
    fails("EINVAL" if writable else "EPERM", h.trim, length, at)

# nothing at all
fails("EINVAL", h.block_status, 0, 0, ignore)
assert h.pread(0, 0) == b"" and h.pread(0, size) == b""
h.cache(0, 0)

# more than the server has said that it takes
fails("EINVAL", h.pread, 32 * MiB + 1, 0)
fails("EINVAL", h.pread, 64 * MiB, 0)
for length in (32 * MiB + 1, 64 * MiB):
    fails("EINVAL" if writable else "EPERM", h.pwrite, bytes(length), 0)

# flags that do not exist, or not there
for flags in (1 << 6, 1 << 15, 0xFFE0):
    fails("EINVAL", h.pread, 512, 0, flags)
    fails("EINVAL", h.pwrite, bytes(512), 0, flags)
    fails("EINVAL", h.zero, 512, 0, flags)
    fails("EINVAL", h.trim, 512, 0, flags)
    fails("EINVAL", h.cache, 512, 0, flags)
    fails("EINVAL", h.flush, flags)
    fails("EINVAL", h.block_status, 512, 0, ignore, flags)
fails("EINVAL", h.pread, 512, 0, nbd.CMD_FLAG_REQ_ONE)
fails("EINVAL", h.pwrite, bytes(512), 0, nbd.CMD_FLAG_NO_HOLE)
fails("EINVAL", h.trim, 512, 0, nbd.CMD_FLAG_FAST_ZERO)
fails("EINVAL", h.block_status, 512, 0, ignore, nbd.CMD_FLAG_DF)

# in one piece, and as odd as can be
assert h.pread(quiet, quiet, nbd.CMD_FLAG_DF) == content[quiet:]
for at, length in ((quiet + 1, 1), (quiet + 511, 513), (quiet + 4095, 65537), (size - 1, 1)):
    assert h.pread(length, at) == content[at : at + length]
    pieces = []
    h.pread_structured(length, at, lambda data, where, *_: pieces.append((where, bytes(data))) or 0)
    assert sum(len(data) for _, data in pieces) == length

# the status of exactly one extent, without context, and without structured replies
extents = []
h.block_status(size, 0, lambda name, at, entries, error: extents.append(entries) or 0, nbd.CMD_FLAG_REQ_ONE)
assert len(extents) == 1 and len(extents[0]) == 2 and 0 < extents[0][0] <= size, extents
bare = connect()
fails("EINVAL", bare.block_status, 4096, 0, ignore)
bare.shutdown()
simple = connect(structured=False)
fails("EINVAL", simple.block_status, 4096, 0, ignore)
fails("EINVAL", simple.pread, 4096, 0, nbd.CMD_FLAG_DF)
simple.shutdown()


def overlapping(first, second, at, length):
    """Two writes to one place at the same time: each block is that of one of them."""
    one, two = first.aio_pwrite(b"\x11" * length, at), second.aio_pwrite(b"\x22" * length, at)
    for client, cookie in ((first, one), (second, two)):
        while not client.aio_command_completed(cookie):
            client.poll(-1)
    found = h.pread(length, at)
    for block in range(0, length, 4096):
        assert found[block : block + 4096] in (b"\x11" * 4096, b"\x22" * 4096), block


if writable:
    other = connect()
    for i in range(10):
        overlapping(h, h, i * 8192, 1 * MiB)
        overlapping(h, other, i * 8192, 1 * MiB)
    for at, length in ((1, 1), (511, 513), (4095, 65537)):
        h.pwrite(b"\x33" * length, at, nbd.CMD_FLAG_FUA)
        assert other.pread(length, at) == b"\x33" * length
        h.zero(length, at, nbd.CMD_FLAG_FAST_ZERO | nbd.CMD_FLAG_NO_HOLE)
        h.trim(length, at)
    h.pwrite(b"", 0)
    h.zero(0, size)
    h.trim(0, 0)
    assert other.pread(513, 511) == bytes(513)
    other.shutdown()
else:
    fails("EPERM", h.pwrite, bytes(4096), 0)
    fails("EPERM", h.pwrite, b"", 0)
    fails("EPERM", h.zero, 4096, 0)
    fails("EPERM", h.trim, 4096, 0)
h.flush()

# ends in the middle of a request, which is nobody else's business
import os, socket

gone = connect()
cookie = gone.aio_pread(nbd.Buffer(quiet), 0)
os.close(os.dup(gone.aio_get_fd()))
socket.socket(fileno=os.dup(gone.aio_get_fd())).shutdown(socket.SHUT_RDWR)
del gone

h.shutdown()
last = connect()
assert last.pread(size - quiet, quiet) == content[quiet:]
last.shutdown()
witness.end()
print("all is well")
