# How Sourcebook is built, run, checked, packed and measured. `make` alone lists what there is.

# What `make run` serves, and where: make run DATABASE=news.db PORT=8090
DATABASE :=
HOST :=
PORT :=
# How long `make fuzz` takes for each target, or how often it runs, and which: make fuzz SECONDS=600 TARGET="head json"
SECONDS := 60
RUNS :=
TARGET :=

# How many quotes `make bench-scale` goes by: make bench-scale SIZE="10000 1000000"
SIZE := 10000 100000

# Where `make page-report` leaves pictures of the pages; none without: make page-report SCREENSHOTS=../pages
# With a database, DATABASE=million.db, only what its pages cost the server is printed.
SCREENSHOTS :=

SHELL := /bin/bash
MAKEFLAGS += --no-print-directory
# Compilers tell their progress to a terminal, and only what is wrong to a log.
QUIET := $(if $(MAKE_TERMOUT),,--quiet)
# One file that runs where no Swift is installed. Apple's systems bring Swift along and refuse to link it in.
# The default linker warns of a `mktemp` in Foundation that nobody calls; lld is as much a part of Swift.
STATIC := $(if $(filter Linux,$(shell uname)),--static-swift-stdlib -Xswiftc -use-ld=lld)
# Colours are an option of the compiler, and so would build everything anew where the output is no terminal.
RELEASE := --configuration release --product sourcebook $(STATIC) --no-color-diagnostics
NO_SWIFT := Swift 6.2 or later is missing: get it from https://swift.org/install, or use the container (docker build -t sourcebook .)

.DEFAULT_GOAL := help
.PHONY: help setup build run test test-browser lint format bench bench-scale load score-extraction fuzz test-sanitized page-report check-formats check-api container-test clean

help: ## List the targets
	@echo 'Usage: make TARGET'
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  \1|\2/p' $(firstword $(MAKEFILE_LIST)) | while IFS='|' read -r name text; do printf '  %-18s%s\n' "$$name" "$$text"; done

setup: ## Install what building and testing need; nothing when all is there
	@$(if $(shell command -v swift),,$(error $(NO_SWIFT)))Scripts/setup

build: setup ## Build .build/release/sourcebook
	@swift build $(QUIET) $(RELEASE)

run: build ## Serve on port 8080, an empty database filled with the demo (DATABASE=, HOST=, PORT=)
	@$(if $(DATABASE),SOURCEBOOK_DATABASE='$(DATABASE)') exec Scripts/run $(if $(HOST),--host '$(HOST)') $(if $(PORT),--port '$(PORT)')

test: setup ## Run every test
	@swift build $(QUIET) --build-tests
	@swift test $(QUIET) --skip-build
	@Scripts/test-browser

test-browser: setup ## Run only the tests of the pages in real browsers
	@swift build $(QUIET)
	@Scripts/test-browser

lint: setup ## Check the style of Swift sources and the syntax of scripts
	@swift format lint --strict --recursive Package.swift Sources Tests Fuzz
	@for script in Scripts/* Tests/Browser/*.py .ci/run; do \
	    case $$script:$$(head -1 $$script) in \
	        *bash) bash -n $$script ;; \
	        *python3 | *.py:*) ! command -v python3 >/dev/null || python3 -c 'import ast, sys; ast.parse(open(sys.argv[1]).read(), sys.argv[1])' $$script ;; \
	    esac || exit 1; \
	done

format: setup ## Lay out the Swift sources as .swift-format says
	@swift format --in-place --recursive Package.swift Sources Tests Fuzz

bench: build ## Measure beside nginx and the sqlite3 shell; takes a few minutes
	@Scripts/install nginx-light wrk sqlite3 python3
	@Scripts/bench

bench-scale: build ## Measure how answers grow with 10,000 and 100,000 quotes, beside Datasette (SIZE="10000 1000000")
	@Scripts/install gcc libc6-dev sqlite3 python3 python3-venv
	@Scripts/bench-scale $(SIZE)

load: build ## Measure under slow clients, overload and restarts; takes some ten minutes (ONLY=part, QUICK=1)
	@Scripts/install nginx-light gcc libc6-dev sqlite3 python3
	@Scripts/load $(foreach part,$(ONLY),--only $(part)) $(if $(QUICK),--quick)

score-extraction: build ## Score the quotes that extract proposes against people's annotations, in two halves (RULES=1: by rule)
	@Scripts/install python3
	@Scripts/score-extraction $(if $(RULES),--rules) .build/release/sourcebook

fuzz: setup ## Feed the parsers made-up bytes, SECONDS=60 or RUNS= for each TARGET= of them
	@RUNS=$(RUNS) Scripts/fuzz $(SECONDS) $(TARGET)

test-sanitized: setup ## Run the tests under ThreadSanitizer and AddressSanitizer
	@Scripts/test-sanitized

page-report: build ## Print what each page weighs and costs, beside its bounds (SCREENSHOTS=FOLDER, DATABASE=)
	@Scripts/page-report $(if $(SCREENSHOTS),--screenshots '$(SCREENSHOTS)') $(if $(DATABASE),--database '$(DATABASE)')

check-formats: build ## Read every format with programs from PyPI
	@Scripts/install python3 python3-venv
	@Scripts/check-formats

check-api: build ## Check the API against its own description with programs from PyPI
	@Scripts/install python3 python3-venv
	@Scripts/check-api

container-test: ## Build the container image and run it
	@Scripts/container-test

clean: ## Remove what was built
	@rm -rf .build .build-fuzz .build-thread .build-address
