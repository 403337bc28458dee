# The commands of a developer's day. `make demo` and `make test` are all one needs.
#
# Tests, clippy and the checks run in the dev profile (opt-level 1, see Cargo.toml), so that everything is built once;
# `demo` and `bench` use the release profile. CARGO_FLAGS=--locked (as .ci/run sets it) refuses a stale Cargo.lock.

CARGO       ?= cargo
CARGO_FLAGS ?=
TARGET      := $(or $(CARGO_TARGET_DIR),target)
RELEASE     := $(TARGET)/release/mithaq
# What `cargo test --workspace` left there: `cargo run --package` would build half of it again with other features.
MITHAQ      := $(TARGET)/debug/mithaq
CORPUS      ?= ../shared/corpus
# Languages with a pack, a held-out set and floors, beside Arabic.
LANGUAGES   := az cs en es fr pt ru tr

.PHONY: help demo test test-all bench bench-languages bench-registry bench-analysis readme cargo-present
.DEFAULT_GOAL := help

help:
	@echo 'make demo      build, read the bundled articles into mithaq-demo.db, show what came of them'
	@echo 'make test      format, lints, tests, exports in their users'"'"' tools, gold articles against their floors, the examples of the packs'
	@echo 'make test-all  make test, two hundred kills of ingest, the articles for development, the shared corpus where present, the benchmark'
	@echo 'make readme    put the output of the demo'"'"'s first article into README.md again'
	@echo 'make bench     throughput on one thread and on all (BENCH_INPUT=FILE-OR-FOLDER for your own articles)'
	@echo 'make bench-registry   a made-up registry of a million documents: lists, searches, single agreements'
	@echo 'make bench-analysis   panel and network of 50,000 agreements, beside networkx'
	@echo 'make bench-languages  made-up articles in each language, against a plain scan of the same bytes'

cargo-present:
	@command -v $(CARGO) >/dev/null 2>&1 || { \
	  echo "$(CARGO) is missing: Mithaq is written in Rust (1.88 or newer)." >&2; \
	  echo "Get it from https://rustup.rs, open a new shell, and run make again." >&2; \
	  exit 1; }

demo: cargo-present
	$(CARGO) build $(CARGO_FLAGS) --release --package mithaq
	$(RELEASE) demo

test: cargo-present
	$(CARGO) fmt --all --check
	$(CARGO) clippy $(CARGO_FLAGS) --workspace --all-targets -- -D warnings
	$(CARGO) test $(CARGO_FLAGS) --workspace
	CARGO_FLAGS="$(CARGO_FLAGS)" CARGO_TARGET_DIR="$(TARGET)" tests/python/run
	$(MITHAQ) evaluate samples/gold/ar.jsonl --floors samples/gold/floors.toml
	$(MITHAQ) evaluate samples/gold/ar-3.jsonl --floors samples/gold/floors-ar-3.toml
	@for l in $(LANGUAGES); do \
	  echo "== $$l"; $(MITHAQ) evaluate samples/gold/$$l.jsonl --floors samples/gold/floors-$$l.toml || exit 1; done
	@for l in $(filter-out pt,$(LANGUAGES)); do \
	  echo "== $$l-2"; $(MITHAQ) evaluate samples/gold/$$l-2.jsonl --floors samples/gold/floors-$$l-2.toml || exit 1; done
	$(MITHAQ) evaluate samples/dev/ar-hostile.jsonl --floors samples/dev/floors-hostile.toml
	@for l in ar $(LANGUAGES); do $(MITHAQ) pack check packs/$$l || exit 1; done

# Two hundred kills of `mithaq ingest` take a minute or two. Gold articles beside the project (not part of it) are read where they are present.
test-all: test
	$(CARGO) test $(CARGO_FLAGS) --package mithaq --test durability -- --ignored --nocapture
	@for gold in samples/dev/ar.jsonl samples/dev/ar-b.jsonl samples/dev/ar-c.jsonl samples/dev/ar-d.jsonl samples/dev/ar-e.jsonl samples/dev/ar-f.jsonl; do \
	  echo "== $$gold"; $(MITHAQ) evaluate "$$gold" || exit 1; done
	@for gold in $(wildcard $(CORPUS)/gold/??.dev.jsonl $(CORPUS)/gold/saudi*.jsonl); do \
	  echo "== $$gold"; $(MITHAQ) evaluate "$$gold" || exit 1; done
	$(MAKE) bench

bench: cargo-present
	$(CARGO) build $(CARGO_FLAGS) --release --package mithaq
	benches/throughput $(RELEASE) $(BENCH_INPUT)

bench-languages: cargo-present
	$(CARGO) bench $(CARGO_FLAGS) --package mithaq --bench languages

bench-analysis: cargo-present
	$(CARGO) build $(CARGO_FLAGS) --release --package mithaq
	benches/analysis $(RELEASE)

bench-registry: cargo-present
	$(CARGO) bench $(CARGO_FLAGS) --package mithaq-registry --bench scale

# The blocks of README.md between their marks: the first document of the demo, and an agreement of its registry.
readme: cargo-present
	$(CARGO) build $(CARGO_FLAGS) --release --package mithaq
	@$(RELEASE) extract --format table samples/demo/demo.jsonl | awk '/^$$/ { exit } { print }' >$(TARGET)/readme-demo.txt
	@rm -f $(TARGET)/readme.db && $(RELEASE) demo --registry $(TARGET)/readme.db >/dev/null
	@$(RELEASE) show aze-mar --registry $(TARGET)/readme.db >$(TARGET)/readme-show.txt
	@awk -v new=$(TARGET)/readme-demo.txt \
	  -v shown=$(TARGET)/readme-show.txt \
	  '/^<!-- begin-show -->/ { print; print "```"; while ((getline line < shown) > 0) print line; print "```"; skip = 1; next } \
	   /^<!-- end-show -->/ { skip = 0 } \
	   /^<!-- begin: / { print; print "```"; while ((getline line < new) > 0) print line; print "```"; skip = 1; next } \
	   /^<!-- end -->/ { skip = 0 } !skip { print }' README.md >$(TARGET)/README.md
	@cp $(TARGET)/README.md README.md && echo 'README.md: read what it now shows before you commit it'
