"""What all tests start from: a hang-up ends a program, also where the tests themselves were started by `nohup`."""

import signal

signal.signal(signal.SIGHUP, signal.SIG_DFL)
