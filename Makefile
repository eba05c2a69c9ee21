# Lexi backend. `make help` lists what there is.

SWIFT ?= swift
# Undeclared imports between targets are errors, like warnings (Package.swift).
STRICT := --explicit-target-dependency-import-check error
HOST ?= 127.0.0.1
PORT ?= 8080
DATA ?= data
LEXI := .build/release/lexi
# Suites that keep the processor for seconds on end run after those in which clients on sockets are given little time,
# and those of the engine, which restore, repair and crash tables for minutes, apart from both.
BUSY := ^(LexiFixturesTests|LexiCommandTests|DynamoContractTests|DynamoDBEndpointTests)\.
STORES := ^(EmbeddedDynamoDBTests|TableStoreTests)\.
# Suites that open their tables where LEXI_TEST_BACKEND says: the repositories' and the API's, by default in memory, and the contract's, by
# default on every back end of ours.
TABLES := ^(LexiTests|LexiAPITests)\.
# moto copies the whole table for each write of a transaction: the repositories' tests, whose cards have rows for search, take it too long.
FOREIGN := ^(DynamoContractTests)\.
# Suites that run on optimised code, too: compilers have miscompiled what was right in a debug build.
ENGINE := ^(DynamoContractTests|EmbeddedDynamoDBTests|TableStoreTests|LexiTests|LexiAPITests)\.
# A build as it is released, but with internal declarations open to tests.
OPTIMISED := -c release -Xswiftc -enable-testing --scratch-path .build/optimised
# Runs the tests that are built, shows what fails.
RUN_TESTS := SWIFT=$(SWIFT) Tests/run-tests
# DynamoDB's own clients, which the tests use.
CLIENTS := .build/clients
# Programs of Debian that the tests also use: taken from PATH, or unpacked here without being installed.
TOOLS := .build/tools
# Swift's library is linked into the program where the toolchain has its static form: the program then starts sooner, calls it without a
# detour, and takes a third less memory. It brings no libcurl, for which something stands in (Sources/CurlOnDemand).
TOOLCHAIN := $(dir $(shell readlink -f "$$(command -v $(SWIFT))"))
CURL := .build/curl
STATIC := $(if $(and $(wildcard $(TOOLCHAIN)clang),$(wildcard $(TOOLCHAIN)../lib/swift_static/linux/libFoundationNetworking.a)),--static-swift-stdlib -Xlinker -L$(CURDIR)/$(CURL))
RELEASE := $(SWIFT) build -c release $(STRICT) $(STATIC)
# The archive that runs without Swift.
DIST := .build/dist
VERSION := $(shell sed -n 's/.*current = "\(.*\)"/\1/p' Sources/LexiCommand/Version.swift)
ARCHIVE := lexi-$(VERSION)-$(shell uname -m)

.DEFAULT_GOAL := help
.PHONY: help deps build run dist check-dist clients tools test bench schema format lint clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deps: ## Install what is missing (libsqlite3-dev, python3-venv)
	@command -v $(SWIFT) >/dev/null || { echo "Swift 6.2 or later is needed, and 'swift' is not on the PATH: see swift.org/install" >&2; exit 1; }
	@if [ ! -e /usr/include/sqlite3.h ]; then \
		echo "Installing libsqlite3-dev, the one library that Lexi needs besides Swift"; \
		SUDO=; [ "$$(id -u)" = 0 ] || SUDO=sudo; \
		$$SUDO apt-get update -qq && $$SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq libsqlite3-dev; \
	fi
	@if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "Installing python3-venv, since 'python3 -m venv' does not work: the tests use DynamoDB's own clients"; \
		SUDO=; [ "$$(id -u)" = 0 ] || SUDO=sudo; \
		$$SUDO apt-get update -qq && $$SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; \
	fi

build: deps $(if $(STATIC),$(CURL)/libcurl.a) ## Build the program for release
	$(RELEASE) --product lexi

$(CURL)/libcurl.a: Sources/CurlOnDemand/curl.c
	@mkdir -p $(CURL)
	$(TOOLCHAIN)clang -O2 -fPIC -Wall -Werror -c $< -o $(CURL)/curl.o
	ar rcs $@ $(CURL)/curl.o

run: build ## Serve on 127.0.0.1:8080 with an embedded table; loads the fixtures on first start
	$(LEXI) serve --host $(HOST) --port $(PORT) --data $(DATA) --seed fixtures

dist: build ## Make the archive that runs on a bare Debian with libsqlite3-0
	@$(if $(STATIC),,echo "The archive needs a toolchain with Swift's static library and clang." >&2; exit 1)
	@rm -rf $(DIST)/$(ARCHIVE) && mkdir -p $(DIST)/$(ARCHIVE)
	strip --strip-unneeded -o $(DIST)/$(ARCHIVE)/lexi $(LEXI)
	@# Beside SQLite, what every Debian has: a library more would break the archive's promise.
	@! ldd $(DIST)/$(ARCHIVE)/lexi | grep -vE 'linux-vdso|ld-linux|lib(sqlite3|stdc\+\+|gcc_s|m|c|z)\.so' \
		|| { echo "The program needs these libraries, too." >&2; exit 1; }
	cp -R fixtures schema CHANGELOG.md $(DIST)/$(ARCHIVE)/
	cp schema/operations/files/README.md $(DIST)/$(ARCHIVE)/README.md
	tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@$$(git log -1 --format=%ct 2>/dev/null || date +%s) \
		-C $(DIST) -cf - $(ARCHIVE) | gzip -9n > .build/$(ARCHIVE).tar.gz
	cd .build && sha256sum $(ARCHIVE).tar.gz > $(ARCHIVE).tar.gz.sha256
	@echo "The archive is .build/$(ARCHIVE).tar.gz"

check-dist: dist ## Start that archive on a bare Debian, and run the README's lesson against it (root, debootstrap)
	Tests/bare-debian .build/$(ARCHIVE).tar.gz

clients: deps $(CLIENTS)/installed ## Install the aws CLI and boto3 into the build folder, for the tests

# Made again when the versions change; marked last, so that an interrupted installation is begun again.
$(CLIENTS)/installed: Tests/Clients/requirements.txt
	@echo "Installing the aws CLI and boto3 into $(CLIENTS)"
	@rm -rf $(CLIENTS)
	@python3 -m venv $(CLIENTS)
	@$(CLIENTS)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

# The browser and systemd's own check of units have many libraries and are installed; proxies and promtool are single programs, and
# installing their packages would start services.
tools: ## Get the programs that the tests use (chromium, systemd-analyze, nginx, caddy, promtool)
	@if ! command -v chromium >/dev/null; then \
		echo "Installing Chromium, in which the tests look at the service's page"; \
		SUDO=; [ "$$(id -u)" = 0 ] || SUDO=sudo; \
		$$SUDO apt-get update -qq && $$SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; \
	fi
	@if ! command -v systemd-analyze >/dev/null; then \
		echo "Installing systemd, whose systemd-analyze looks at the units"; \
		SUDO=; [ "$$(id -u)" = 0 ] || SUDO=sudo; \
		$$SUDO apt-get update -qq && $$SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends systemd; \
	fi
	@mkdir -p $(TOOLS)/packages
	@for pair in nginx:nginx caddy:caddy promtool:prometheus; do \
		program=$${pair%%:*}; package=$${pair##*:}; \
		[ -z "$$(PATH="$$PATH:/usr/sbin:$(TOOLS)/usr/sbin:$(TOOLS)/usr/bin" command -v $$program)" ] || continue; \
		echo "Unpacking $$package into $(TOOLS)"; \
		(cd $(TOOLS)/packages && apt-get download -qq $$package) && dpkg -x $(TOOLS)/packages/$${package}_*.deb $(TOOLS); \
	done

test: deps clients tools ## Run every test
	$(SWIFT) build $(STRICT) --build-tests
	@echo "== Every test; tables in memory, and the contract of the table on every back end"
	$(RUN_TESTS) --skip '$(BUSY)' --skip '$(STORES)'
	$(RUN_TESTS) --filter '$(STORES)'
	$(RUN_TESTS) --filter '$(BUSY)'
	@echo "== Repositories and API on a file"
	LEXI_TEST_BACKEND=file $(RUN_TESTS) --filter '$(TABLES)'
	@echo "== Repositories and API on the remote client, over loopback"
	LEXI_TEST_BACKEND=remote $(RUN_TESTS) --filter '$(TABLES)'
	@echo "== Contract, engine, repositories and API as they are released: optimised"
	$(SWIFT) build $(STRICT) $(OPTIMISED) --build-tests
	$(RUN_TESTS) $(OPTIMISED) --filter '$(ENGINE)'
	@echo "== Contract on a foreign engine"
	$(CLIENTS)/bin/python -BEs Tests/Clients/foreign_engine.py env $(RUN_TESTS) --filter '$(FOREIGN)'

bench: build ## Measure the service against a bare epoll server (RUN="--quick" for a short run)
	$(RELEASE) --product lexi-bench
	.build/release/lexi-bench $(RUN)

schema: build ## Write the generated files in schema/ again
	$(LEXI) table schema --write schema

format: ## Format the sources
	$(SWIFT) format format --in-place --recursive --parallel Package.swift Sources Tests

lint: ## Check the format, the documentation of public declarations and the width of comments
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests
	@# The formatter holds only code to the column limit. A comment of one word, such as an address, cannot be broken.
	@! LC_ALL=C.UTF-8 grep -rnP --include='*.swift' '^(?=.{121})\s*//+\s*\S+\s+\S' Sources Tests \
		|| { echo "These comments have more than 120 columns." >&2; exit 1; }

clean: ## Remove what was built (not the data)
	rm -rf .build
