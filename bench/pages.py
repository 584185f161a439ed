#!/usr/bin/env python3
"""Pages under load: signs in to a demonstration that is being served, and lets wrk ask for pages.

    throughcare demo --no-serve --people 5000 --data D
    throughcare serve --data D --listen 127.0.0.1:8095 &
    bench/pages.py D http://127.0.0.1:8095 [BARE]

BARE is where `cargo run --release -p web --example bare_page -- D 8096` listens: the same cases as bare pages. Prints one JSON object a line. The client shares the machine with the server; every page logs its read durably first.
"""
import http.cookiejar
import json
import re
import sqlite3
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request

DATA, BASE = sys.argv[1], sys.argv[2].rstrip("/")
BARE = sys.argv[3].rstrip("/") if len(sys.argv) > 3 else None
SECONDS, CONNECTIONS = 8, 16


def sign_in(role):
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    form = urllib.parse.urlencode({"role": role, "then": "/protected"}).encode()
    browser.open(f"{BASE}/sign-in", form).read()
    return next(cookie.value for cookie in jar)


def measure(what, paths, session, pace=None, base=BASE):
    """As fast as may be; or, at a pace, by a hundred visitors who each wait a moment of chance before they ask again."""
    listed = ",".join(f'"{path}"' for path in paths)
    script = (
        f"local paths={{{listed}}} math.randomseed(42) request=function() "
        f'return wrk.format("GET", paths[math.random(#paths)], {{["Cookie"]="throughcare={session}"}}) end '
    )
    connections = CONNECTIONS
    if pace:
        connections = 100
        script += f"delay=function() return math.floor(-{connections * 1000 / pace}*math.log(1-math.random())) end"
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as lua:
        lua.write(script)
        lua.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}", "--latency", "-s", lua.name, base]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = {key: re.search(pattern, said) for key, pattern in [
        ("p50", r"\n\s+50%\s+(\S+)"), ("p99", r"\n\s+99%\s+(\S+)"), ("per_second", r"Requests/sec:\s+(\S+)"),
        ("not_200", r"Non-2xx or 3xx responses: (\d+)"),
    ]}
    print(json.dumps({"what": what, **{key: match and match.group(1) for key, match in found.items()}}))


record = sqlite3.connect(f"file:{DATA}/record.db?mode=ro", uri=True)
people = [row[0].removeprefix("person-") for row in record.execute("SELECT stream FROM person")]
longest = record.execute(
    "SELECT stream, seq FROM head WHERE stream LIKE 'person-%' ORDER BY seq DESC LIMIT 1").fetchone()
auditor, practitioner = sign_in("auditor"), sign_in("practitioner")
measure("bare answer, no record (/health)", ["/health"], auditor)
measure(f"case page, any of {len(people)} people", [f"/cases/{one}" for one in people], auditor)
if BARE:
    for what, base in (("bare page, the same", BARE), ("case page again", BASE), ("bare page again", BARE)):
        measure(what, [f"/cases/{one}" for one in people], auditor, base=base)
for pace in (250, 500, 1000):
    measure(f"case page, {pace} a second asked for", [f"/cases/{one}" for one in people], auditor, pace)
measure("day page", ["/day"], practitioner)
measure(f"case page of {longest[1]} entries", [f"/cases/{longest[0].removeprefix('person-')}"], auditor)
