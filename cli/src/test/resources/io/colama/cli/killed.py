# Runs in nbdsh: a client of a session whose server is killed in the midst of writes. The test has set begin and resume
# (command lines of the server), path (its socket), uri, disk, seed and rounds.
import os, random, socket, subprocess, threading, time

BLOCK = 4096
chance = random.Random(seed)
content = open(disk, "rb").read()
blocks = len(content) // BLOCK
# what each block may hold after a crash, the last being what it holds without one
may = [[content[i * BLOCK : (i + 1) * BLOCK]] for i in range(blocks)]
flushes = writes = 0


def start(command):
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    late = time.monotonic() + 60
    while True:
        try:
            socket.socket(socket.AF_UNIX).connect(path)
            return server
        except OSError:
            assert server.poll() is None and time.monotonic() < late, "it does not listen"
            time.sleep(0.02)


def connect():
    client = nbd.NBD()
    client.connect_uri(uri)
    return client


def check(when):
    client = connect()
    whole = b"".join(client.pread(1 << 20, at) for at in range(0, len(content), 1 << 20))
    for i in range(blocks):
        found = whole[i * BLOCK : (i + 1) * BLOCK]
        assert found in may[i], "seed %d, %s: block %d holds none of %d contents" % (seed, when, i, len(may[i]))
        may[i] = [found]
    client.shutdown()


def put(data, at):
    """What blocks may hold when a write is under way or done, and not yet flushed."""
    global writes
    writes += 1
    end = at + len(data)
    for i in range(at // BLOCK, -(-end // BLOCK)):
        first = i * BLOCK
        low, high = max(at, first) - first, min(end, first + BLOCK) - first
        part = data[first + low - at : first + high - at]
        may[i].append(may[i][-1][:low] + part + may[i][-1][high:])


def flushed(which):
    for i in which:
        may[i] = may[i][-1:]


def work(client, server):
    """Batches of requests to different places at the same time; some are flushed, and soon after one comes the end."""
    global flushes
    last = flushes + chance.randint(1, 10)
    while True:
        under_way = []
        touched = set()
        for _ in range(chance.randint(1, 8)):
            # near the beginning blocks are written again and again
            first = int(blocks * chance.random() ** 3)
            count = min(chance.choice((1, 1, 2, 7, 40)), blocks - first)
            if touched & set(range(first, first + count)):
                continue
            touched |= set(range(first, first + count))
            at, length = first * BLOCK, count * BLOCK
            if chance.random() < 0.3:
                at += chance.randint(0, 500)
                length -= 500 + chance.randint(0, 500)
            kind = chance.random()
            durable = nbd.CMD_FLAG_FUA if chance.random() < 0.1 else 0
            if kind < 0.8:
                data = chance.randbytes(8) * (length // 8 + 1)
                data = data[:length]
                put(data, at)
                cookie = client.aio_pwrite(data, at, flags=durable)
            else:
                put(bytes(length), at)
                request = client.aio_zero if kind < 0.9 else client.aio_trim
                cookie = request(length, at, flags=durable)
            under_way.append((cookie, range(first, first + count) if durable else ()))
        for cookie, which in under_way:
            while not client.aio_command_completed(cookie):
                client.poll(-1)
            flushed(which)
        if chance.random() < 0.3:
            client.flush()
            flushes += 1
            flushed(range(blocks))
            if flushes == last:
                threading.Timer(0.1 * chance.random(), server.kill).start()


for number in range(rounds):
    server = start(begin if number == 0 else resume)
    try:
        check("round %d" % number)
        client = connect()
        try:
            work(client, server)
        except nbd.Error:
            pass
        assert server.wait(60) == -9, "it has ended by itself"
    finally:
        server.kill()
server = start(resume)
check("at the end")
server.terminate()
server.wait(60)
print("all is well: %d writes, %d flushes" % (writes, flushes))
