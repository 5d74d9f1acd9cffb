# connspec - see README.md, or `make help`.
# A flavour is a folder below build/: `plain` is what users run, `asan` is what the tests run.

SHELL := /bin/sh
CC ?= cc
PREFIX ?= /usr/local
FLAVOUR ?= plain
VERSION := 0.1.0

warnings := -Wall -Wextra -Werror -Wstrict-prototypes -Wmissing-prototypes -Wshadow -Wpointer-arith \
            -Wvla -Wformat=2
flags.plain := -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
flags.asan := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
flags.fuzz := $(flags.asan) -fsanitize=fuzzer-no-link
flags.fuzz-plain := -O2 -g -fsanitize-coverage=inline-8bit-counters,pc-table
link.plain := -pie -Wl,-z,relro,-z,now
link.asan := -fsanitize=address,undefined
link.fuzz := $(link.asan)
flags.cover := -O1 -g -fprofile-instr-generate -fcoverage-mapping
link.cover := -fprofile-instr-generate
flags.fuzz-msan := -O1 -g -fno-omit-frame-pointer -fsanitize=memory,fuzzer-no-link
link.fuzz-msan := -fsanitize=memory
flags.agent := -O2 -g -fsanitize-coverage=trace-pc-guard
flags.afl := -O2 -g
flags.afl-cmplog := $(flags.afl)
flags.afl-asan := $(flags.asan)
link.afl-asan := $(link.asan)
ifneq ($(filter fuzz% cover agent,$(FLAVOUR)),)
CC := clang
endif
ifneq ($(filter afl%,$(FLAVOUR)),)
CC := afl-clang-fast
export AFL_QUIET := 1
endif
ifeq ($(FLAVOUR),afl-cmplog)
export AFL_LLVM_CMPLOG := 1
endif

CFLAGS := -std=c17 -D_GNU_SOURCE -pthread $(warnings) $(flags.$(FLAVOUR))
CPPFLAGS := -Iharness -I. -DCONNSPEC_VERSION='"$(VERSION)"'
LDFLAGS := -pthread $(link.$(FLAVOUR))
LDLIBS := -lcjson -lcurl -lmicrohttpd -lpcre2-8 -lcrypto -lm

out := build/$(FLAVOUR)
rooms := harness/base harness/contract harness/reference harness/target conformance reports \
         harness/fuzz/review harness/fuzz/mutate harness/fuzz/oracle harness/fuzz/agree harness/fuzz/campaign \
         harness/fuzz/http
sources := $(filter-out %/main.c,$(wildcard $(addsuffix /*.c,$(rooms))))
objects := $(sources:%.c=$(out)/%.o)
tests := $(patsubst %.c,$(out)/%,$(wildcard harness/tests/test_*.c conformance/tests/test_*.c reports/tests/test_*.c))
assets := $(sort $(shell find harness/contract conformance corpus -name '*.json' 2>/dev/null))
page := $(sort $(wildcard reports/html/*.html reports/html/*.css reports/html/*.js))

# What is built, in a word; `make V=1` shows the commands.
say = $(if $(V),,@printf '  %-5s %s\n' $(1) $(2); )

.DELETE_ON_ERROR:
.PHONY: fuzz-http fuzz-http-parts campaign campaign-parts coverage coverage-parts variants msan msan-run promote afl fuzz fuzz-parts all help deps certify test unit-tests fuzzers mutants interop bench bench-campaign bench-fuzz bench-http profile review freeze try add-scenario add-mutant install format clean FORCE

all: build/connspec ## build build/connspec

# What is embedded is vetted here, once, and not again each time it is loaded.
build/connspec: $(out)/connspec
	@$< list checks --suite . > build/checks
	@cp -f $< $@

$(out)/connspec: $(out)/conformance/main.o $(out)/libconnspec.a
	$(call say,LINK,$@)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(out)/libconnspec.a: $(objects) $(out)/assets.o $(out)/page.o
	@rm -f $@
	@$(AR) rcs $@ $^

$(out)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC,$@)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(out)/assets.S: $(assets) scripts/embed build/assets.list
	@mkdir -p $(@D)
	$(call say,EMBED,$@)scripts/embed assets_embedded $(assets) > $@

# The files of the HTML report.
$(out)/page.S: $(page) scripts/embed
	@mkdir -p $(@D)
	$(call say,EMBED,$@)scripts/embed html_embedded $(page) > $@

$(out)/assets.o $(out)/page.o: %.o: %.S
	$(call say,CC,$@)$(CC) -c -o $@ $<

# The list of embedded files, touched only when it changes, so that a removed file is noticed.
build/assets.list: FORCE
	@mkdir -p $(@D)
	@echo '$(assets)' | cmp -s - $@ || echo '$(assets)' > $@

$(out)/harness/tests/test_%: $(out)/harness/tests/test_%.o $(out)/libconnspec.a
	$(call say,LINK,$@)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka
$(out)/conformance/tests/test_%: $(out)/conformance/tests/test_%.o $(out)/libconnspec.a
	$(call say,LINK,$@)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka
$(out)/reports/tests/test_%: $(out)/reports/tests/test_%.o $(out)/libconnspec.a
	$(call say,LINK,$@)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

# The mutator is no target: it is built without instrumentation, whatever the flavour. The library of it is
# for AFL++, and has what it needs of base/ inside.
mutator.flags := -std=c17 -D_GNU_SOURCE -pthread $(warnings) -O2 -g -fPIC
mutator := $(patsubst %.c,build/mutator/%.o,$(wildcard harness/fuzz/mutate/*.c) harness/fuzz/mutate_libfuzzer.c)
mutator.base := $(patsubst %.c,build/mutator/%.o,$(wildcard harness/fuzz/mutate/*.c) harness/fuzz/mutate_afl.c \
                $(wildcard harness/base/*.c))
build/mutator/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC,$@)cc $(CPPFLAGS) $(mutator.flags) -MMD -MP -c -o $@ $<
build/mutator/connspec-mutator.so: $(mutator.base) $(out)/assets.o
	$(call say,LINK,$@)cc -shared -Wl,-Bsymbolic -o $@ $^ -lcjson -lcrypto -lm

# The server that misbehaves, for conformance/tests/hostile.sh.
hostile := $(patsubst %.c,$(out)/%.o,$(wildcard conformance/tests/hostile*.c))
$(out)/conformance/tests/hostile: $(hostile) $(out)/libconnspec.a
	$(call say,LINK,$@)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lssl

# The harnesses: fuzzers with a flavour of libFuzzer's or AFL++'s, else programs that run files through them.
# Those of an implementation are linked with an adapter, and with the mutator.
fuzzers := $(patsubst %.c,$(out)/%,$(wildcard harness/fuzz/fuzz_*.c */tests/fuzz_*.c))
asking := $(addprefix $(out)/harness/fuzz/fuzz_,put patch sequence)
mutating := $(asking) $(out)/harness/fuzz/fuzz_parsers $(out)/harness/fuzz/fuzz_parser
engine := $(if $(filter fuzz% afl%,$(FLAVOUR)),-fsanitize=fuzzer,$(out)/harness/fuzz/replay.o)
ADAPTER ?= harness/fuzz/handlers/reference.c
PARSER_ADAPTER ?= harness/fuzz/parsers/cjson.c
$(fuzzers): %: %.o $(filter %.o,$(engine)) $(out)/libconnspec.a
	$(call say,LINK,$@)$(CC) $(LDFLAGS) -o $@ $(sort $(filter %.o,$^)) $(filter %.a,$^) $(filter-out %.o,$(engine)) $(LDLIBS)
$(asking): $(ADAPTER:%.c=$(out)/%.o)
$(out)/harness/fuzz/fuzz_parser: $(PARSER_ADAPTER:%.c=$(out)/%.o)
$(mutating): $(if $(filter fuzz%,$(FLAVOUR)),$(mutator))

# Planted bugs, for scripts/bench-fuzz and their tests. Without the mutator: fuzz_planted_bytes; with
# every oracle, which see the harm that is no crash: fuzz_sequence.
planted := $(addprefix $(out)/harness/fuzz/planted/,fuzz_planted.o planted.o $(patsubst harness/fuzz/planted/%.c,%.o,$(wildcard harness/fuzz/planted/*_bugs.c)))
$(out)/harness/fuzz/planted/fuzz_sequence: $(filter-out %/fuzz_planted.o,$(planted)) $(out)/harness/fuzz/fuzz_sequence.o $(if $(filter fuzz%,$(FLAVOUR)),$(mutator)) $(filter %.o,$(engine)) $(out)/libconnspec.a
	$(call say,LINK,$@)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(filter-out %.o,$(engine)) $(LDLIBS)
$(out)/harness/fuzz/planted/fuzz_planted: $(planted) $(if $(filter fuzz%,$(FLAVOUR)),$(mutator)) $(filter %.o,$(engine)) $(out)/libconnspec.a
$(out)/harness/fuzz/planted/fuzz_planted_bytes: $(planted) $(filter %.o,$(engine)) $(out)/libconnspec.a
$(out)/harness/fuzz/planted/fuzz_planted $(out)/harness/fuzz/planted/fuzz_planted_bytes:
	$(call say,LINK,$@)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(filter-out %.o,$(engine)) $(LDLIBS)
# The planted bugs behind HTTP, and what asks over HTTP with every oracle.
$(out)/harness/fuzz/planted/serve: $(filter-out %/fuzz_planted.o,$(planted)) $(out)/harness/fuzz/serve/main.o $(if $(filter agent,$(FLAVOUR)),$(out)/harness/fuzz/agent/agent.o) $(out)/libconnspec.a
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)
$(out)/harness/fuzz/serve/fuzz_http: $(out)/harness/fuzz/handlers/http.o $(out)/harness/fuzz/fuzz_sequence.o $(if $(filter fuzz%,$(FLAVOUR)),$(mutator)) $(filter %.o,$(engine)) $(out)/libconnspec.a
	@mkdir -p $(@D)
	$(call say,LINK,$@)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(filter-out %.o,$(engine)) $(LDLIBS)
$(out)/harness/fuzz/promote: $(out)/harness/fuzz/promote.o $(out)/libconnspec.a
	$(call say,LINK,$@)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)
$(out)/harness/fuzz/bench/mutate: $(out)/harness/fuzz/bench/mutate.o $(out)/libconnspec.a
	$(call say,LINK,$@)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)
$(out)/harness/fuzz/planted/report: $(out)/harness/fuzz/planted/report.o
	$(call say,LINK,$@)$(CC) $(LDFLAGS) -o $@ $^ -lcjson

# MemorySanitizer wants every library instrumented: the harnesses of what needs none but cJSON (PCRE2 and
# OpenSSL are in the others).
ifeq ($(FLAVOUR),fuzz-msan)
LDLIBS := $(out)/cJSON.o $(filter-out -lcjson,$(LDLIBS))
endif
msan := $(addprefix $(out)/harness/fuzz/fuzz_,json answer redact mutate)
$(out)/cJSON.o:
	@scripts/cjson-source debian >/dev/null
	@mkdir -p $(@D)
	$(call say,CC,$@)$(CC) $(flags.$(FLAVOUR)) -c -o $@ build/cjson-debian/cjson/cJSON.c
ifeq ($(FLAVOUR),fuzz-msan)
$(msan): | $(out)/cJSON.o
msan-run: $(msan)
	@BUILD=$(out) HARNESSES='json answer redact mutate' sh harness/tests/fuzz.sh
endif
msan: ## run the harnesses of our readers under MemorySanitizer, which wants Debian's source of cJSON
	@scripts/deps fuzz
	@$(MAKE) --no-print-directory FLAVOUR=fuzz-msan msan-run

# With FLAVOUR=afl: what AFL++ runs, and the mutator's library.
afl: $(asking) build/mutator/connspec-mutator.so

.PHONY: planted
planted: $(out)/harness/fuzz/promote $(out)/harness/fuzz/serve/fuzz_http $(addprefix $(out)/harness/fuzz/planted/,fuzz_planted fuzz_sequence report serve) ## build planted bugs

# The built-in parsers, programs each (harness/fuzz/review/guest.h): what fuzz_parsers talks to.
parsers := $(addprefix build/parsers/,cjson jansson json_c yajl json_glib)
$(parsers): build/parsers/%: harness/fuzz/parsers/%.c harness/fuzz/parsers/members.h harness/fuzz/adapter.h \
            $(wildcard harness/fuzz/guest/*) scripts/adapter
	$(call say,LINK,$@)LIBS= SANITIZE= scripts/adapter $< $@

fuzzers: $(fuzzers) $(parsers) ## build every harness; FLAVOUR=fuzz: with libFuzzer

unit-tests: $(tests) $(out)/conformance/tests/hostile

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile | expand -t 14

deps: ## install what building needs
	@scripts/deps

certify: deps ## install, build, and certify the built-in reference; reports in reports/out
	@$(MAKE) --no-print-directory all
	@CONNSPEC_TOKEN=of-the-reference SERVE='--token-env CONNSPEC_TOKEN' \
		scripts/certify --token-env CONNSPEC_TOKEN; status=$$?; \
		for of in html:report.html badge:badge.svg; do \
			build/connspec report reports/out/results.jsonl --format $${of%:*} -o reports/out/$${of#*:} || exit; done; \
		echo 'To look at: reports/out/report.html'; exit $$status

# The tests drive build/asan/connspec, and build/plain where they measure nothing but behaviour.
test: ## install what tests need, build with ASan and UBSan, run every test
	@scripts/deps test
	@$(MAKE) --no-print-directory FLAVOUR=asan build/asan/connspec build/asan/review unit-tests
	@$(MAKE) --no-print-directory FLAVOUR=asan planted
	@$(MAKE) --no-print-directory FLAVOUR=agent build/agent/harness/fuzz/planted/serve
	@$(MAKE) --no-print-directory FLAVOUR=plain all build/plain/review
	@$(MAKE) --no-print-directory FLAVOUR=fuzz fuzzers
	@$(MAKE) --no-print-directory FLAVOUR=afl afl
	@$(MAKE) --no-print-directory campaign-parts coverage-parts fuzz-http-parts
	@scripts/test $(tests:$(out)/%=build/asan/%) $(filter-out %/lib.sh,$(wildcard */tests/*.sh))

mutants: all ## certify every deliberately wrong implementation (LEVEL=core: of core); print what catches it
	@scripts/mutants

variants: all ## certify every implementation that is right in another way, at all levels (LEVEL=core: at core)
	@scripts/variants

interop: ## hold connspec against what others made: the public JSON test suite, SARIF, a browser
	@scripts/deps test interop
	@$(MAKE) --no-print-directory all
	@scripts/interop

bench: ## install what is needed, measure speed and memory beside other tools
	@scripts/deps test
	@$(MAKE) --no-print-directory all
	@scripts/bench

bench-fuzz: ## measure fuzzers on planted bugs: EXECUTIONS=500000 SEEDS=5
	@scripts/deps fuzz figures
	@$(MAKE) --no-print-directory FLAVOUR=plain build/plain/harness/fuzz/planted/report build/plain/harness/fuzz/bench/mutate build/mutator/connspec-mutator.so
	@$(MAKE) --no-print-directory FLAVOUR=fuzz-plain $(addprefix build/fuzz-plain/harness/fuzz/planted/,fuzz_planted fuzz_planted_bytes)
	@$(MAKE) --no-print-directory FLAVOUR=afl build/afl/harness/fuzz/planted/fuzz_planted_bytes
	@$(MAKE) --no-print-directory FLAVOUR=afl-cmplog build/afl-cmplog/harness/fuzz/planted/fuzz_planted_bytes
	@build/plain/harness/fuzz/bench/mutate corpus/put/accept 500000
	@scripts/bench-cve
	@scripts/bench-fuzz

bench-campaign: campaign-parts ## measure a campaign beside libFuzzer alone, on planted bugs that are all live
	@$(MAKE) -s --no-print-directory FLAVOUR=plain build/plain/harness/fuzz/planted/report
	@scripts/bench-campaign

bench-http: fuzz-http-parts ## measure fuzzing over HTTP beside wrk, and on planted bugs
	@scripts/deps figures
	@$(MAKE) -s --no-print-directory FLAVOUR=plain $(addprefix build/plain/harness/fuzz/planted/,serve report)
	@$(MAKE) -s --no-print-directory FLAVOUR=agent build/agent/harness/fuzz/planted/serve
	@scripts/bench-http

# What others bring (harness/fuzz/REVIEW.md).
$(out)/review: $(out)/harness/fuzz/review/main.o $(out)/libconnspec.a
	$(call say,LINK,$@)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

profile: ## what JSON parsers make of questionable bodies; yours: make profile PARSER=adapter.c LIBS=...
	@scripts/deps fuzz
	@$(MAKE) --no-print-directory FLAVOUR=plain build/plain/review
	@LIBS='$(LIBS)' scripts/profile $(if $(PARSER),'$(PARSER)')

review: fuzz-parts ## what breaks an implementation of yours: make review TARGET=path/to/adapter.c LIBS=...
	@$(MAKE) --no-print-directory FLAVOUR=plain build/plain/review
	@LIBS='$(LIBS)' scripts/review '$(TARGET)'

fuzz: fuzz-parts ## fuzz a handler of yours: make fuzz TARGET=path/to/adapter.c LIBS=... RUNS=20000
	@LIBS='$(LIBS)' RUNS='$(RUNS)' scripts/fuzz '$(TARGET)'

fuzz-http-parts:
	@scripts/deps fuzz
	@$(MAKE) -s --no-print-directory FLAVOUR=plain all build/plain/campaign build/plain/harness/fuzz/fuzz_sequence.o $(mutator)

fuzz-http: fuzz-http-parts ## fuzz an endpoint: make fuzz-http TARGET=URL RUNS=20000 RATE= RESTART=command TOKEN_ENV=
	@RUNS='$(RUNS)' RATE='$(RATE)' RESTART='$(RESTART)' TOKEN_ENV='$(TOKEN_ENV)' TIMEOUT='$(TIMEOUT)' REMOTE='$(REMOTE)' \
		OUT='$(OUT)' scripts/fuzz-http '$(TARGET)'

# What runs for a night, unattended.
$(out)/campaign: $(out)/harness/fuzz/campaign/main.o $(out)/libconnspec.a
	$(call say,LINK,$@)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

campaign: campaign-parts ## fuzz for hours, unattended: make campaign TARGET=adapter.c|URL TIME=8h JOBS=2 OUT=build/campaign
	@LIBS='$(LIBS)' TARGET='$(TARGET)' TIME='$(TIME)' JOBS='$(JOBS)' OUT='$(OUT)' RESUME='$(RESUME)' RATE='$(RATE)' \
		RESTART='$(RESTART)' TOKEN_ENV='$(TOKEN_ENV)' TIMEOUT='$(TIMEOUT)' REMOTE='$(REMOTE)' scripts/campaign

coverage: coverage-parts ## what the kept corpus of a campaign reaches, as HTML: make coverage TARGET=adapter.c OUT=build/campaign
	@LIBS='$(LIBS)' TARGET='$(TARGET)' OUT='$(OUT)' scripts/coverage

coverage-parts:
	@scripts/deps fuzz
	@$(MAKE) -s --no-print-directory FLAVOUR=cover build/cover/libconnspec.a build/cover/harness/fuzz/replay.o \
		$$(printf "build/cover/harness/fuzz/fuzz_%s.o " put patch sequence parser)

# For each engine what a campaign links; and the guests of fuzz_parsers.
own := $(patsubst %.c,%.o,$(wildcard harness/fuzz/fuzz_*.c))
campaign-parts: fuzz-parts
	@$(MAKE) -s --no-print-directory FLAVOUR=plain all build/plain/campaign build/mutator/connspec-mutator.so $(parsers) \
		$$(printf "build/plain/harness/fuzz/fuzz_%s.o " put patch sequence)
	@for flavour in fuzz afl afl-cmplog afl-asan; do \
		$(MAKE) -s --no-print-directory FLAVOUR=$$flavour build/$$flavour/libconnspec.a \
			$(own:%=build/$$flavour/%) || exit 2; done

fuzz-parts:
	@scripts/deps fuzz
	@$(MAKE) -s --no-print-directory FLAVOUR=fuzz build/fuzz/libconnspec.a $(addprefix build/fuzz/harness/fuzz/fuzz_,put.o patch.o sequence.o) $(mutator)

freeze: all ## write the frozen list of checks, conformance/suite.json, and show the difference
	@build/connspec list checks --json --suite . > build/suite.json
	@mv build/suite.json conformance/suite.json
	@scripts/suite-diff

try: all ## run one scenario against the reference, traffic shown: make try SCENARIO=core/put-creates
	@MUTANT=$(MUTANT) scripts/try $(SCENARIO)

promote: ## a finding of a fuzzer as a scenario: INPUT=FILE ID=core/put-something CLAUSE=CORE-01
	@$(MAKE) -s --no-print-directory FLAVOUR=plain build/plain/harness/fuzz/promote
	@scripts/promote '$(INPUT)' '$(ID)' '$(CLAUSE)'

add-scenario: ## begin a scenario: make add-scenario ID=core/put-something CLAUSE=CORE-01
	@scripts/add-scenario $(ID) $(CLAUSE)

add-mutant: ## begin a wrong implementation: make add-mutant NAME=what-it-does CLAUSE=CORE-01
	@scripts/add-mutant $(NAME) $(CLAUSE)

install: build/connspec ## install the one binary: make install PREFIX=/usr/local
	install -D -m 755 build/connspec $(DESTDIR)$(PREFIX)/bin/connspec

format: ## format the C sources
	@git ls-files -co --exclude-standard '*.c' '*.h' | xargs clang-format -i

clean: ## remove everything that was built
	rm -rf build reports/out

-include $(shell find $(out) -name '*.d' 2>/dev/null)
