# Two commands matter: `make demo` runs the main job on a fresh machine, `make test` runs every test. `make faults` is the
# long half of what breaks on purpose: kills, power cuts, full and lost disks, failing calls, stepped clocks, turned bits, a
# database under two servers (`make faults-database` is that part alone). An hour or more.

.PHONY: demo test faults faults-database lint setup browser database breaking verifiers go clean

demo: setup
	cargo build --release -p throughcare
	target/release/throughcare demo

test: setup browser database breaking lint
	cargo test --workspace
	cargo build -p throughcare
	cargo build -p web --example gallery
	$(MAKE) verifiers
	node --test --test-concurrency=1 e2e/*.test.mjs

faults: setup database breaking
	cargo test -p throughcare --test faults -- --include-ignored --nocapture --test-threads=1
	cargo test -p scenarios --test races -- --ignored --nocapture --test-threads=1 a_thousand
	cargo test -p store --test it flips -- --include-ignored --nocapture
	cargo run -q -p store --example simulate -- 1000 5000 folder
	cargo run -q -p store --example simulate -- 1000 100 database

# The long half of what befalls a database and its servers, by itself.
faults-database: setup database breaking
	cargo test -p throughcare --test faults -- --include-ignored --nocapture --test-threads=1 \
		clock:: cut_off:: database_full:: database_power:: restarts:: server_killed:: stopped::
	cargo run -q -p store --example simulate -- 1000 100 database

# Other people's verifiers: one in Go over its own project's code for transparency logs, one in Python from our format's
# description, and one in Python over code that others wrote, fetched from PyPI. All three must accept a real ledger, and agree with
# us, question by question, on the same 10,000 forgeries and 1,000 honest ones. What does not come from PyPI fails; without a network
# it is passed over by hand, `make verifiers WITHOUT_PYPI=1`, never where CI is set. One of the two packages asks for Python
# 3.12 and runs on 3.11 as well, which is what Debian 12 has.
OTHERS = python3 -m pip install -q --retries 5 --timeout 15 --target $(V)/python --no-deps --only-binary=:all: --ignore-requires-python
V = target/verifiers
verifiers: setup go
	@rm -rf $(V) && mkdir -p $(V)
	cd docs/verify-go && GO111MODULE=off GOPATH=/usr/share/gocode go build -o ../../$(V)/verify-go .
	cargo run -q -p ledger --example mutants -- $(V) 10000
	$(V)/verify-go -cases $(V)/cases.jsonl > $(V)/go.txt
	python3 docs/verify_cases.py $(V)/cases.jsonl > $(V)/python.txt
	cmp $(V)/ours.txt $(V)/go.txt
	cmp $(V)/ours.txt $(V)/python.txt
	cargo run -q -p throughcare -- demo --no-serve --people 40 --data $(V)/data > $(V)/demo.txt
	cargo run -q -p throughcare -- export tiles $(V)/tiles --data $(V)/data
	$(V)/verify-go $(V)/tiles
	python3 docs/verify_ledger.py $(V)/data
	cargo run -q -p store --example database_tiles -- $(V)/data $(V)/database-tiles
	$(V)/verify-go $(V)/database-tiles
	@if [ -n "$(WITHOUT_PYPI)" ] && [ -z "$$CI" ]; then \
		echo "NOT CHECKED: no Python verifier of others has seen the tiles or the forgeries"; exit 0; fi; set -ex; \
	$(OTHERS) --python-version 3.12 aics-tlog==0.2.1; $(OTHERS) pymerkle==7.0.0 cachetools; \
	python3 -c "import cryptography" 2>/dev/null || python3 -m pip install -q --retries 5 --target $(V)/python cryptography; \
	export PYTHONPATH=$(V)/python; \
	python3 docs/verify_cases_tlog.py $(V)/cases.jsonl > $(V)/tlog.txt; \
	cmp $(V)/ours.txt $(V)/tlog.txt; \
	python3 docs/verify_tiles.py $(V)/tiles --forge 300; \
	python3 docs/verify_tiles.py $(V)/database-tiles --earlier $(V)/tiles --forge 300

lint: setup
	cargo fmt --check
	cargo clippy --workspace --all-targets -- -D warnings

# What a plain Debian machine needs besides Rust and Node.
setup: node_modules/.package-lock.json
	@command -v cargo >/dev/null || { echo "Rust is missing: see https://rustup.rs"; exit 1; }
	@command -v cc >/dev/null || { echo "A C compiler is missing (SQLite is built from source): apt-get install gcc"; exit 1; }

node_modules/.package-lock.json: package.json package-lock.json
	@command -v npm >/dev/null || { echo "Node.js with npm is missing (the design system comes from npm): apt-get install nodejs npm"; exit 1; }
	npm ci --no-audit --no-fund
	@touch $@

browser:
	@test -x /usr/bin/chromium || if [ "$$(id -u)" = 0 ]; then \
		apt-get update -qq && apt-get install -y -qq chromium fonts-liberation; \
	else echo "Chromium is missing (the browser tests use it): apt-get install chromium"; exit 1; fi

go:
	@command -v python3 >/dev/null || { echo "Python is missing (a verifier is written in it): apt-get install python3"; exit 1; }
	@python3 -m pip --version >/dev/null 2>&1 || test -n "$(WITHOUT_PYPI)" || if [ "$$(id -u)" = 0 ]; then \
		apt-get update -qq && apt-get install -y -qq python3-pip; \
	else echo "pip is missing (it fetches a verifier that others wrote): apt-get install python3-pip"; exit 1; fi
	@test -d /usr/share/gocode/src/golang.org/x/mod/sumdb -a -x /usr/bin/go || if [ "$$(id -u)" = 0 ]; then \
		apt-get update -qq && apt-get install -y -qq golang-go golang-golang-x-mod-dev; \
	else echo "Go is missing (a verifier is written in it): apt-get install golang-go golang-golang-x-mod-dev"; exit 1; fi

# The tests start clusters of their own; they only need the programs.
database:
	@ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || if [ "$$(id -u)" = 0 ]; then \
		apt-get update -qq && apt-get install -y -qq postgresql; \
	else echo "PostgreSQL is missing (the tests start one of their own): apt-get install postgresql"; exit 1; fi

# What the tests break things with: failing calls, stepped clocks, disks of their own. Where CI is set a test that lacks
# something fails; elsewhere it says that it is passed over.
breaking:
	@missing=; \
	command -v strace >/dev/null || missing="$$missing strace"; \
	ls /usr/lib/*/faketime/libfaketimeMT.so.1 >/dev/null 2>&1 || missing="$$missing faketime"; \
	test -x /usr/sbin/mkfs.ext4 || missing="$$missing e2fsprogs"; \
	if [ -z "$$missing" ]; then :; \
	elif [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq $$missing; \
	else echo "Some faults are passed over: apt-get install$$missing"; fi

clean:
	cargo clean
	rm -rf node_modules
