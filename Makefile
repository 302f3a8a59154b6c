# Short names for what CMake's presets do; `make help` lists them.
ARGS ?=
PREFIX ?= /usr/local
PROGRAM = build/release/replicas
# The run directory: what ARGS says after --out, otherwise the first free one of runs/1, runs/2, ...
OUT = $(shell printf '%s\n' $(ARGS) | sed -n -e '/^--out$$/{n;p}' -e 's/^--out=//p')
SOURCES = $(shell git ls-files -co --exclude-standard '*.h' '*.cc' '*.cu' '*.cuh')

.PHONY: help run build check test docs lint format asan tsan coverage mutants install clean

help:  ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## /make \1\t/p' Makefile | expand -t 16

run: build  ## install what is missing, build, run the default sweep, draw its figures; ARGS="--replicas 64" adds options
	@out="$(OUT)"; number=1; \
	while [ -z "$$out" ]; do [ -e runs/$$number ] || out=runs/$$number; number=$$((number + 1)); done; \
	set -ex; \
	$(PROGRAM) $(ARGS) $(if $(OUT),,--out $$out); \
	$(PROGRAM) plot $$out

build:  ## install what is missing and build the program
	@docker/install_dependencies.sh run
	@cmake --preset release
	@cmake --build --preset release --target replicas

check:  ## what to run all day: the program's tests that take a minute in all; ARGS="-R Krylov" selects
	@docker/install_dependencies.sh test
	@cmake --preset release
	@cmake --build --preset release --target check_tests
	@ctest --preset check $(ARGS)

test:  ## install what is missing, build, run every test
	@docker/install_dependencies.sh test
	@cmake --preset release
	@cmake --build --preset release
	@ctest --preset release

docs: build  ## build the site into docs/_build/html, in an environment of its own
	@python3 -m venv build/site
	@build/site/bin/pip install -q . -r docs/requirements.txt
	@PATH=$$PWD/build/site/bin:$$PATH docs/build.sh

asan:  ## the tests under AddressSanitizer and UndefinedBehaviorSanitizer, with smaller samples
	@docker/install_dependencies.sh test
	@cmake --preset asan-ubsan
	@cmake --build --preset asan-ubsan
	@ctest --preset asan-ubsan

tsan:  ## the tests that start threads, under ThreadSanitizer
	@docker/install_dependencies.sh test
	@cmake --preset tsan
	@cmake --build --preset tsan
	@ctest --preset tsan

coverage:  ## how much of the file layer, the parsers and the integrator the tests run through
	@docker/install_dependencies.sh test coverage
	@cmake --preset coverage
	@cmake --build --preset coverage
	@ctest --preset coverage
	@tests/coverage.sh

mutants:  ## plant the bugs of tests/mutation that were not planted yet; ARGS="--seconds 600", "--again" or "--report"
	@docker/install_dependencies.sh test
	@tests/mutation/campaign.py $(ARGS)

lint:  ## check the layout, the include arrows and what clang-tidy says
	@docker/install_dependencies.sh test lint
	@clang-format-14 --dry-run --Werror $(SOURCES)
	@tests/structure/check_structure.py
	@cmake --preset release
	@run-clang-tidy-14 -quiet -p build/release '/host/.*\.cc$$'

format:  ## lay out every source file
	@docker/install_dependencies.sh lint
	@clang-format-14 -i $(SOURCES)

install: build  ## install the program, its manual page and completions, and the library to PREFIX (/usr/local)
	@cmake --build --preset release --target replicas_shared
	@cmake --install build/release --prefix $(PREFIX)

clean:  ## remove what was built; runs stay
	@rm -rf build
