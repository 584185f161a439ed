# Two commands matter: `make demo` runs the main job on a fresh machine, `make test` runs every test. `make faults` is the
# long half of what breaks on purpose: kills, power cuts, full disks, failing calls, turned bits. Half an hour or more.

.PHONY: demo test faults lint setup browser database clean

demo: setup
	cargo build --release -p throughcare
	target/release/throughcare demo

test: setup browser database lint
	cargo test --workspace
	cargo build -p throughcare
	node --test --test-concurrency=1 e2e/*.test.mjs

faults: setup
	@command -v strace >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq strace; } || echo "strace is missing: some faults are passed over"
	cargo test -p throughcare --test faults -- --include-ignored --nocapture --test-threads=1
	cargo test -p store --test it flips -- --include-ignored --nocapture

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

# The tests start clusters of their own; they only need the programs.
database:
	@ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || if [ "$$(id -u)" = 0 ]; then \
		apt-get update -qq && apt-get install -y -qq postgresql; \
	else echo "PostgreSQL is missing (the tests start one of their own): apt-get install postgresql"; exit 1; fi

clean:
	cargo clean
	rm -rf node_modules
