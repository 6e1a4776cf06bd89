"""
The agent: asks for its plan, reports the machine, runs the pre-install
scripts, writes the image, sets up the host, runs the post-install scripts,
and restarts the machine. See install.py for the steps.
"""

import os
import subprocess
import time
import traceback

import disks
import inventory
import kernel_line
from failure import InstallFailure
from http_client import HttpClient, Refusal, Unreachable
from install import Install
from reporter import Reporter
from screen import Screen

# Seconds for which the plan is asked for before the machine tries from the start.
PLAN_PATIENCE = 900
# Seconds for which the last events may take to leave.
LAST_WORDS = 300
# Seconds a person has to read why it failed.
READING_TIME = 30
VERSION_FILE = "/usr/lib/provisioner/version"


def restart(screen, pause=0):
    if pause:
        screen.say("The machine restarts in %d seconds." % pause)
        time.sleep(pause)
    screen.say("Restarting.")
    os.sync()
    subprocess.run(["umount", "-a", "-r"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)
    subprocess.run(["reboot", "-f"])


def set_clock(http):
    """A machine whose battery is empty gets the server's time, so that files and TLS make sense."""
    if http.server_time and abs(http.server_time - time.time()) > 60:
        time.clock_settime(time.CLOCK_REALTIME, http.server_time)
        subprocess.run(["hwclock", "-w", "-u"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def get_plan(http, base, screen):
    screen.say("Asking %s for the plan." % base.split("/api/")[0])
    try:
        plan = http.fetch_json(base + "/plan", PLAN_PATIENCE)
    except Refusal as refusal:
        raise InstallFailure("The server gives no plan for this machine: %s." % refusal.reason) from refusal
    except Unreachable as error:
        raise InstallFailure("The server cannot be reached: %s." % error) from error
    set_clock(http)
    return plan


def work(base, http, screen, reporter):
    plan = get_plan(http, base, screen)
    reporter.report("agent-started", agentVersion=inventory.read(VERSION_FILE), address=inventory.own_address())
    found = disks.scan()
    machine = inventory.take(found)
    reporter.report("inventory", inventory=machine)
    screen.say(
        "%s %s, %d threads, %.1f GiB memory, %d disk(s), %s."
        % (machine["vendor"] or "Machine", machine["product"] or "", machine["cpu"]["threads"],
           machine["memoryBytes"] / 2**30, len(found), machine["firmware"].upper())
    )
    if plan.get("mode") == "inventory":
        screen.say("Only the inventory was asked for.")
        return
    Install(plan, base, http, screen, reporter).run(found)


def main():
    screen = Screen()
    words = kernel_line.parse(inventory.read("/proc/cmdline"))
    base = kernel_line.install_url(words)
    if base is None:
        screen.say("The kernel line has no provisioner.install=URL: there is nothing to do.")
        restart(screen, READING_TIME)
        return
    http = HttpClient(screen.say)
    reporter = Reporter(http, base, screen.say)
    try:
        work(base, http, screen, reporter)
    except InstallFailure as failure:
        fail(failure.reason, failure.output, screen, reporter)
        return
    except Exception as error:
        fail("The agent met something unexpected: %s" % error, traceback.format_exc(), screen, reporter)
        return
    if not reporter.flush(LAST_WORDS):
        screen.say("The server could not be told that all is done; the machine restarts all the same.")
    restart(screen)


def fail(reason, output, screen, reporter):
    screen.say("FAILED: " + reason)
    for line in output.strip().splitlines()[-20:]:
        screen.show(line)
    reporter.report("failed", reason=reason, output=output[-65536:])
    if not reporter.flush(LAST_WORDS):
        screen.say("The server could not be told.")
    restart(screen, READING_TIME)


main()
