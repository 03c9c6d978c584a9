# What systemd does for a service with a socket: activate.py FAMILY PLACE LISTEN_PID LISTEN_FDS PROGRAM...
# PLACE is the path of a socket, or a file for the number of the port. LISTEN_PID may be "own".
import os, socket, sys

family, place, pid, count = sys.argv[1:5]
listening = socket.socket(socket.AF_UNIX if family == "unix" else socket.AF_INET)
# it gets its name when it listens
listening.bind(place + ".new" if family == "unix" else ("127.0.0.1", 0))
listening.listen(16)
if family == "unix":
    os.rename(place + ".new", place)
else:
    with open(place + ".new", "w") as file:
        file.write(str(listening.getsockname()[1]))
    os.rename(place + ".new", place)
os.dup2(listening.fileno(), 3)
os.set_inheritable(3, True)
os.environ["LISTEN_PID"] = str(os.getpid()) if pid == "own" else pid
os.environ["LISTEN_FDS"] = count
os.execv(sys.argv[5], sys.argv[5:])
