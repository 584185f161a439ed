#!/usr/bin/env python3
"""How pages and bookings stand up to a larger record: signs in as forty officers and ten seniors of a demonstration that is
being served, and lets wrk ask for their pages and send their bookings, at 1 and at 16 connections.

    throughcare demo --no-serve --recent --people 250000 --data D
    throughcare serve --data D --listen 127.0.0.1:8095 &
    bench/growth.py D http://127.0.0.1:8095 [ROUNDS]

or, for a folder that was grown into a database: serve with --data KEYS --database-url URL, and set DATABASE_URL to the same;
D is then KEYS. The database is asked through psql. With BARE, the address of `bare_page` over the same record, the same cases are asked
of that before and after ours.

Prints one JSON object a line: the medians of the rounds, with the load of the machine; `cpu_ms` is what a request costs the
server in time of a processor, which other work on the machine changes less than it changes the clock. The client shares the machine with
the server; every page logs its reads durably first, every note and booking is a durable act of its own. One person in ten must be
kept apart from another of the same officer's; days are chosen so that no booking is refused: each of `booked` is one more act, of notes as of bookings.
"""
import contextlib
import csv
import datetime
import http.cookiejar
import itertools
import json
import os
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request

DATABASE = os.environ.get("DATABASE_URL")
BARE = os.environ.get("BARE")
DATA, BASE = sys.argv[1], sys.argv[2].rstrip("/")
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 3
SECONDS, OFFICERS, SENIORS = 5, 40, 10
# More than can be taken in that time: one that is sent again is found by its key, and is no append.
NOTES = 40_000
CHANCE = random.Random(7)
WRK = """
local lines, at = {}, 0
for line in io.lines("%s") do
  local cookie, path, body = line:match("^(%%S+) (%%S+) ?(.*)$")
  local method, headers = "GET", {["Cookie"] = "throughcare=" .. cookie}
  if body ~= "" then method, headers["Content-Type"] = "POST", "application/x-www-form-urlencoded" end
  lines[#lines + 1] = wrk.format(method, path, headers, body ~= "" and body or nil)
end
request = function() at = at %% #lines + 1 return lines[at] end
"""


class Browser:
    """Somebody who is signed in."""

    def __init__(self, user):
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self.post("/sign-in", {"user": user, "password": "demonstration", "then": "/health"})
        self.cookie = next(cookie.value for cookie in jar)
        self.csrf = ""

    def get(self, path):
        return self.opener.open(BASE + path).read().decode()

    def post(self, path, fields):
        return self.opener.open(BASE + path, urllib.parse.urlencode(fields).encode()).geturl()


def asked(text, *values):
    """The rows of a question, from the folder or the database that is being served."""
    if not DATABASE:
        with contextlib.closing(sqlite3.connect(f"file:{DATA}/record.db?mode=ro", uri=True)) as record:
            return record.execute(text, values).fetchall()
    for value in values:
        text = text.replace("?", "'" + str(value).replace("'", "''") + "'", 1)
    said = subprocess.run(["psql", "-X", "--csv", "-t", "-c", text, DATABASE], capture_output=True, text=True, check=True).stdout
    return [tuple(row) for row in csv.reader(said.splitlines())]


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}[unit]


def wrk(lines, connections, base=BASE):
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed, tempfile.NamedTemporaryFile("w", suffix=".lua") as lua:
        listed.writelines(line + "\n" for line in lines)
        listed.flush()
        lua.write(WRK % listed.name)
        lua.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}", "--timeout", "20", "--latency", "-s", lua.name, base]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    timed_out = re.search(r"timeout (\d+)", said)
    return {
        "requests": int(re.search(r"(\d+) requests in", said).group(1)),
        "per_second": float(re.search(r"Requests/sec:\s+(\S+)", said).group(1)),
        "p50": milliseconds(re.search(r"\n\s+50%\s+(\S+)", said).group(1)),
        "p99": milliseconds(re.search(r"\n\s+99%\s+(\S+)", said).group(1)),
        "errors": int(wrong.group(1) if wrong else 0) + int(timed_out.group(1) if timed_out else 0),
    }


def processes():
    """Those that serve the record: the server, and a database's own."""
    serving = []
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{process}/cmdline", "rb") as words:
                said = words.read().split(b"\0")
        except OSError:
            continue
        if b"serve" in said and DATA.encode() in said or DATABASE and b"postgres" in said[0]:
            serving.append(process)
    return serving


def cpu_seconds():
    """What they have used of a processor so far."""
    used = 0
    for process in processes():
        try:
            with open(f"/proc/{process}/stat") as stat:
                fields = stat.read().rsplit(")", 1)[1].split()
        except OSError:
            continue
        used += int(fields[11]) + int(fields[12])
    return used / os.sysconf("SC_CLK_TCK")


def measure(what, lines, acts=None, base=BASE):
    """`lines` gives the requests of a round; `acts` counts what was recorded."""
    for connections in (1, 16):
        rounds, booked = [], 0
        for _ in range(ROUNDS):
            before = acts() if acts else 0
            began = cpu_seconds()
            rounds.append(wrk(lines(), connections, base))
            rounds[-1]["cpu_ms"] = (cpu_seconds() - began) * 1000 / max(rounds[-1]["requests"], 1)
            booked += acts() - before if acts else 0
        medians = {key: round(statistics.median(one[key] for one in rounds), 2) for key in ("per_second", "p50", "p99", "cpu_ms")}
        found = {"what": what, "connections": connections, **medians, "errors": sum(one["errors"] for one in rounds)}
        if acts:
            found["booked"] = booked
        print(json.dumps({**found, "load": round(os.getloadavg()[0], 1)}), flush=True)


people = asked("SELECT value FROM meta WHERE name = 'people'")[0][0]
HELD = "m.known_to = 9223372036854775807 AND m.to_on IS NULL"
chosen = CHANCE.sample(asked(f"""SELECT staff, sign_in, team FROM staff s WHERE role = 'practitioner'
    AND EXISTS (SELECT 1 FROM manager m WHERE m.staff = s.staff AND {HELD})
    AND NOT EXISTS (SELECT 1 FROM away a WHERE a.staff = s.staff) ORDER BY staff"""), OFFICERS)
officers = []
for code, sign_in, team in chosen:
    held = asked(f"""SELECT DISTINCT p.stream, p.crn FROM manager m JOIN person p ON p.stream = m.stream
        WHERE m.staff = ? AND {HELD} AND p.active = 1
        AND p.stream NOT IN (SELECT stream FROM limit_access) ORDER BY p.stream""", code)
    office = asked("SELECT office FROM team WHERE team = ?", team)[0][0]
    browser = Browser(sign_in)
    cases = [(stream.removeprefix("person-"), crn) for stream, crn in held]
    form = browser.get(f"/cases/{cases[0][0]}/note")
    browser.csrf = re.search(r'name="csrf" value="([^"]*)"', form).group(1)
    today = re.search(r'<input[^>]*name="date"[^>]*>', form).group(0)
    today = re.search(r'value="([^"]*)"', today).group(1)
    officers.append((browser, code, team, office, cases))
seniors = [(Browser(asked("SELECT sign_in FROM staff WHERE staff = ?", team + "S")[0][0]), team)
           for team in sorted({row[2] for row in chosen[:SENIORS]})]
keys = itertools.count()
tag = "%06x" % random.SystemRandom().getrandbits(24)

# What an earlier run left is reckoned with.
members = {who for who, in asked("SELECT who FROM apart")}
taken = {code: {starts for starts, in asked("SELECT starts FROM diary WHERE officer = ? AND starts > '2016-02'", code)}
         for _, code, _, _, _ in officers}
for browser, _, _, _, cases in officers:
    for at in range(0, len(cases) - 1, 20):
        if "person-" + cases[at][0] in members:
            continue
        browser.post(f"/cases/{cases[at][0]}/apart", {
            "csrf": browser.csrf, "key": f"apart{tag}{next(keys)}", "version": 0, "others": cases[at + 1][1],
            "why": "rival_group", "source": "Police intelligence", "confidence": "likely", "review_on": "1/5/2016"})


def count(table):
    return int(asked(f"SELECT COUNT(*) FROM {table}")[0][0])


def bookings(browser, code, office, cases):
    """Every free quarter of an hour of the Tuesdays and Wednesdays of a spring: Tuesdays for one half of the cases, of whom
    nobody is to be kept apart from another, Wednesdays for the other."""
    day, nth = datetime.date(2016, 3, 1), 0
    while day < datetime.date(2016, 6, 30):
        for half in (0, 1):
            on = day + datetime.timedelta(days=half)
            for minutes in range(9 * 60, 19 * 60, 15):
                if f"{on}T{minutes // 60:02}:{minutes % 60:02}" in taken[code]:
                    continue
                of_half = cases[half::2]
                case = of_half[nth % len(of_half)][0]
                nth += 1
                yield f"{browser.cookie} /cases/{case}/book " + urllib.parse.urlencode({
                    "csrf": browser.csrf, "key": f"b{tag}{next(keys)}", "version": 0, "kind": "COAP", "component": "",
                    "date": on.strftime("%d/%m/%Y"), "time": f"{minutes // 60}:{minutes % 60:02}", "length": "15",
                    "place": office, "officer": code, "note": "Supervision"})
        day += datetime.timedelta(days=7)


all_bookings = itertools.chain.from_iterable(itertools.zip_longest(*[
    bookings(browser, code, office, cases) for browser, code, _, office, cases in officers]))
ready = [line for line in all_bookings if line]
CHANCE.shuffle(ready)
used = itertools.count()


def some_bookings():
    share = len(ready) // (2 * ROUNDS)
    at = next(used) * share
    return ready[at:at + share]


def some_notes():
    """Notes on the case log: an append and nothing else. Each has words of its own, for one that repeats another is asked about."""
    cases = [(browser, case) for browser, _, _, _, held in officers for case, _ in held]
    for _ in range(NOTES):
        browser, case = CHANCE.choice(cases)
        nth, words = next(keys), " ".join("%06x" % CHANCE.getrandbits(24) for _ in range(12))
        yield f"{browser.cookie} /cases/{case}/note " + urllib.parse.urlencode({
            "csrf": browser.csrf, "key": f"n{tag}{nth}", "version": 0, "contact": "NOTE", "date": today, "basis": "fact",
            "note": words})


def listed(lines):
    lines = list(lines)

    def shuffled():
        CHANCE.shuffle(lines)
        return lines
    return shuffled


print(json.dumps({"people": people, "officers": len(officers), "cases": sum(len(one[4]) for one in officers),
                  "kept_apart": count("apart"), "bookings_ready": len(ready)}), flush=True)
everyone = [(browser, team, cases) for browser, _, team, _, cases in officers]
measure("bare answer, no record (/health)", listed([f"{everyone[0][0].cookie} /health"]))
CASES = [f"{b.cookie} /cases/{case}" for b, _, cases in everyone for case, _ in cases]
if BARE:
    measure("bare case page", listed(CASES), base=BARE)
measure("case page", listed(CASES))
if BARE:
    measure("bare case page, again", listed(CASES), base=BARE)
measure("my day", listed(f"{b.cookie} /day" for b, _, _ in everyone))
measure("my caseload", listed(f"{b.cookie} /caseload" for b, _, _ in everyone))
measure("a senior's day", listed(f"{b.cookie} /day" for b, _ in seniors))
measure("the team's week", listed(f"{b.cookie} /team" for b, _ in seniors))
measure("the team's cases", listed(f"{b.cookie} /teams/{team}/cases" for b, team in seniors))
measure("the form to book with", listed(f"{b.cookie} /cases/{case}/book" for b, _, cases in everyone for case, _ in cases))
measure("a note added to a case", some_notes, lambda: count("act"))
measure("a booking with the check", some_bookings, lambda: count("act"))
