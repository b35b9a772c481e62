# What one does with Kontor's source. `make` alone lists it.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

BIN := build/kontor
# All changes to the window run on its own goroutine; the tag tells Fyne so.
TAGS := migrated_fynedo
GO ?= go
PREFIX ?= /usr/local
DESTDIR ?=
ARGS ?=
BENCH_ARGS ?=
SIM_ARGS ?=
KILL_ARGS ?=
TESTFLAGS ?=
FUZZTIME ?= 1m
ID := app.kontor.Kontor

# The version in the program comes from git. Where git cannot answer (no git,
# or a clone owned by someone else) the program is built without one.
VCS := $(shell git rev-parse HEAD >/dev/null 2>&1 && echo auto || echo false)

.PHONY: help run build test test-eventstoredb race lint tidy-check fuzz kill-test bench \
	simulation journeys install uninstall clean go packages

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: build ## build and open the window; ARGS="--data DIR --lang de" are passed on
	@scripts/run $(BIN) $(ARGS)

build: packages ## the program, into build/kontor
	$(GO) build -tags $(TAGS) -trimpath -buildvcs=$(VCS) -o $(BIN) .

test: packages ## every test, without a display; TESTFLAGS="-run Name -v"
	scripts/isolated $(GO) test -tags $(TAGS) -timeout 20m $(TESTFLAGS) ./...

test-eventstoredb: go ## the suite of the team's ledger on a real server, EVENTSTOREDB_URL=esdb://...
	@[ -n "$${EVENTSTOREDB_URL:-}" ] || { \
		echo 'EVENTSTOREDB_URL names the server; EVENTSTOREDB_USER, _PASSWORD and _CA (a file) go with it.' >&2; exit 1; }
	EVENTSTOREDB_CA="$${EVENTSTOREDB_CA:+$$(realpath "$$EVENTSTOREDB_CA")}" \
		scripts/isolated $(GO) test -count 1 -timeout 10m -run '^TestEventStoreDB$$' -v $(TESTFLAGS) ./eventstore/esdb

race: packages ## the tests of packages that use goroutines, under the race detector
	scripts/isolated scripts/race $(TESTFLAGS)

lint: packages ## format, go vet, staticcheck, scripts, the project's own rules
	@scripts/lint

tidy-check: go ## go.mod and go.sum are what `go mod tidy` would make of them
	$(GO) mod tidy -diff

fuzz: packages ## every fuzz test in turn, FUZZTIME=10m for all together
	@scripts/isolated scripts/fuzz $(FUZZTIME)

kill-test: build ## kill the program 200 times while it writes; nothing may be lost
	scripts/isolated $(GO) run ./internal/killtest -kontor $(BIN) $(KILL_ARGS)

bench: packages ## the speed budgets, BENCH_ARGS="..."
	scripts/isolated $(GO) run -tags $(TAGS) ./internal/bench $(BENCH_ARGS)

simulation: packages ## 5 to 1000 laptops on one stream, SIM_ARGS="-seed 2"
	scripts/isolated $(GO) run ./internal/sim $(SIM_ARGS)

journeys: build ## drive the real window by keys, pictures into build/journeys
	@scripts/journeys/run $(BIN)

install: $(BIN) ## program, menu entry and icon, into PREFIX=/usr/local
	install -D -m 755 $(BIN) $(DESTDIR)$(PREFIX)/bin/kontor
	install -D -m 644 packaging/$(ID).desktop $(DESTDIR)$(PREFIX)/share/applications/$(ID).desktop
	install -D -m 644 packaging/$(ID).metainfo.xml $(DESTDIR)$(PREFIX)/share/metainfo/$(ID).metainfo.xml
	install -D -m 644 assets/icon.png $(DESTDIR)$(PREFIX)/share/icons/hicolor/512x512/apps/$(ID).png

uninstall: ## take away what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/kontor \
		$(DESTDIR)$(PREFIX)/share/applications/$(ID).desktop \
		$(DESTDIR)$(PREFIX)/share/metainfo/$(ID).metainfo.xml \
		$(DESTDIR)$(PREFIX)/share/icons/hicolor/512x512/apps/$(ID).png

clean: ## remove build/
	rm -rf build

# Only for install, so that `sudo make install` takes what is built already.
$(BIN):
	$(MAKE) build

go:
	@command -v $(GO) >/dev/null || { \
		echo 'Kontor needs Go 1.26 or newer: https://go.dev/dl/ (the go of Debian 12 is too old).' >&2; exit 1; }
	@$(GO) list -m >/dev/null || { \
		echo "Kontor needs Go 1.26 or newer, and $$(command -v $(GO)) is not: https://go.dev/dl/" >&2; exit 1; }

packages: go
	@scripts/system-packages build
