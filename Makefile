# What can be done here: make help. Each target installs what it needs.
#
# KERNELS   the kernel versions that are counted and tested on
# OUT       where make bench puts its results
# BASE      what make gate and make time-gate compare with: a branch or commit
# SESSIONS  how many of each build make time-gate records; auto: as many as it takes
# MOST      how many it records at most
# ALLOW     instructions per event by which make gate lets a count grow

KERNELS  ?= 6.1 6.12
OUT      ?= results/latest
BASE     ?= main
ALLOW    ?= 0
SESSIONS ?= auto
MOST     ?= 20

# One value for build, tests and virtual machine: a static binary, and one build cache.
export CGO_ENABLED := 0

# What a recording says of the program that made it.
VERSION := $(shell git describe --always --dirty 2>/dev/null)
COMMIT  := $(shell git log -1 --format='%H of %cs' 2>/dev/null)
DATE    ?= $(shell git log -1 --format=%cs 2>/dev/null)
LDFLAGS := -X github.com/probecost/probecost/bench.version=$(VERSION) -X "github.com/probecost/probecost/bench.commit=$(COMMIT)"

# The architecture that this machine has not, and a virtual machine may have.
OTHER   := $(if $(filter aarch64,$(shell uname -m)),amd64,arm64)

SETUP     := @scripts/setup.sh
# Having run no test at all is a failure: it happens if the VM runs something else.
GOTESTSUM := go tool -modfile=go.tool.mod gotestsum --format pkgname --format-hide-empty-pkg \
	--post-run-command "sh -c 'test \$$TESTS_TOTAL -gt 0'"
LINT      := go tool -modfile=go.tool.mod golangci-lint
# Needs an older yaml than golangci-lint does, so it cannot share go.tool.mod.
ACTIONLINT := go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12

.PHONY: help
help: ## List the targets
	@sed -n 's/^\([a-z%-]*\):.*## /\1\t/p' Makefile | expand -t 16

BUILD := go build -trimpath -ldflags '$(LDFLAGS)'

.PHONY: build
build: ## Build bin/probecost
	$(SETUP) build
	$(BUILD) -o bin/probecost ./cmd/probecost

# Not phony, as these come from a pattern: there are no such files.
build-%: ## Build bin/probecost-arm64, or -amd64, which count --arch runs in its virtual machine
	$(SETUP) build
	GOARCH=$* $(BUILD) -o bin/probecost-$* ./cmd/probecost

# Under bin/share, where a package has them under /usr/share.
.PHONY: man
man: build ## Make the pages of the manual, and what shells complete by
	@rm -rf bin/share && mkdir -p bin/share/bash-completion/completions bin/share/zsh/site-functions bin/share/fish/vendor_completions.d
	bin/probecost man --date $(DATE) bin/share/man/man1
	bin/probecost completion bash >bin/share/bash-completion/completions/probecost
	bin/probecost completion zsh >bin/share/zsh/site-functions/_probecost
	bin/probecost completion fish >bin/share/fish/vendor_completions.d/probecost.fish

.PHONY: bench
bench: build kernels ## Time this kernel (root, or through sudo), count on KERNELS, print the tables
	$(SETUP) vm
	@OUT='$(OUT)' scripts/bench.sh $(KERNELS)

.PHONY: test
test: build build-$(OTHER) kernels ## Run every test, then those that need root again in a VM on each of KERNELS
	$(SETUP) vm vm-$(OTHER) browser generate
	@scripts/kernel.sh --arch $(OTHER) 6.12
	go vet ./...
	PROBECOST_REQUIRE_VM=1 PROBECOST_REQUIRE_BROWSER=1 $(GOTESTSUM) -- -count=1 -timeout 40m ./...
	@$(MAKE) --no-print-directory --jobs=2 --output-sync $(KERNELS:%=test-in-vm-%) test-in-other-vm

# Packages with tests that need root, but nothing outside of their own binary.
IN_VM := ./bench/attach/... ./bench/clock/... ./bench/event/... ./bench/object/... ./bench/tracefs/... ./bpf/... ./workloads/...

.PHONY: test-in-vm-%
test-in-vm-%:
	$(GOTESTSUM) -- -exec '$(CURDIR)/bin/probecost vm --kernel $* --program --' $(IN_VM)

# In a machine of the other architecture. Not bench/attach: some of its tests
# fail on arm64, under fprobe and on fchmodat, and nobody has found out why.
.PHONY: test-in-other-vm
test-in-other-vm:
	$(GOTESTSUM) --raw-command -- env GOARCH=$(OTHER) go test -json -exec '$(CURDIR)/bin/probecost vm --arch $(OTHER) --kernel 6.12 --program --' $(filter-out ./bench/attach/...,$(IN_VM))

.PHONY: prove
prove: build ## Show that the figures are right: simulations, then this kernel (root, an hour or more, a quiet machine)
	PROBECOST_PROVE=1 go test -count=1 -v -timeout 120m -run 'Prove|Coverage|Whole|Biased|Session|Steady' ./results/... ./bench ./cmd/probecost

.PHONY: example
example: build ## Compare two builds of examples/agent by instructions, on Linux 6.12
	$(SETUP) vm
	@bin/probecost count --kernel 6.12 --out '$(OUT)/example' --workload task_rename \
		--object old=examples/agent/agent-old.bpf.o --object new=examples/agent/agent-new.bpf.o; \
	status=$$?; echo "probecost ended with status $$status; 3 says that the new build has become dearer, as this one is meant to."; \
	test $$status = 3

# make itself ends with 2 whatever a gate's exit status is. bin/status/TARGET has
# it; it must not be there from another time if there is no build to gate.
STATUS := scripts/status.sh
.PHONY: forget-%
forget-%:
	@rm -f bin/status/$*

.PHONY: gate
gate: forget-gate build kernels ## Count on KERNELS what was changed since BASE: fail on one instruction more
	$(SETUP) vm
	@OUT=bin/gate ALLOW='$(ALLOW)' $(STATUS) $@ scripts/gate.sh $(BASE) $(KERNELS)

.PHONY: time-gate
time-gate: forget-time-gate build ## Time here what was changed since BASE: both in turns, SESSIONS of each (root, or through sudo)
	@OUT=bin/time-gate SESSIONS='$(SESSIONS)' MOST='$(MOST)' $(STATUS) $@ scripts/time-gate.sh $(BASE)

.PHONY: merge
merge: build ## Put together what bin/machines has a folder of for each machine
	@scripts/summary.sh bin/probecost merge --markdown --out bin/merged bin/machines/*/machine >bin/merge.md; status=$$?; cat bin/merge.md; exit $$status

.PHONY: history
history: forget-history build ## Add what bin/machines has to the history in bin/history
	@$(STATUS) $@ scripts/summary.sh bin/probecost trend --markdown --out bin/trend $(patsubst %,--add %,$(wildcard bin/machines/*/machine)) bin/history

.PHONY: history-gate
history-gate: forget-history-gate build ## Fail where the last two sessions in bin/history cost more than those before predict
	@$(STATUS) $@ bin/probecost trend --gate bin/history

.PHONY: validate-kubernetes
validate-kubernetes: ## Check the Kubernetes manifests as an API server would (minutes, the first time)
	$(SETUP) build
	cd deploy/kubernetes/validate && go test ./... && go run . ../*.yaml

.PHONY: act
act: kernels ## Carry out the workflow of a pull request here: green as it is, red with one more lookup, green if owned up to
	$(SETUP) build vm generate
	@scripts/act.sh

BASELINE := results/baseline/counts.json

.PHONY: baseline-counts
baseline-counts: build kernels
	$(SETUP) vm
	@rm -rf bin/baseline
	bin/probecost count $(KERNELS:%=--kernel %) --handler empty,count,fields --out bin/baseline >/dev/null

.PHONY: baseline
baseline: baseline-counts ## Take what KERNELS count over into the committed baseline
	bin/probecost compare --update --baseline $(BASELINE) bin/baseline

.PHONY: baseline-check
baseline-check: forget-baseline-check baseline-counts ## Compare what KERNELS count with the committed baseline
	@$(STATUS) $@ bin/probecost compare --baseline $(BASELINE) bin/baseline

.PHONY: kernels
kernels: ## Fetch KERNELS into the user's cache
	@scripts/kernel.sh $(KERNELS)

.PHONY: generate
generate: ## Compile the BPF programs
	$(SETUP) build generate
	go generate ./...

.PHONY: lint
lint: generated man ## Check what a reviewer should not have to
	$(SETUP) build lint
	go mod tidy -diff
	$(LINT) run
	shellcheck scripts/*.sh bpf/*.sh examples/*.sh .ci/run
	mandoc -Tlint -Wwarning bin/share/man/man1/*.1
	bash -n bin/share/bash-completion/completions/probecost
	zsh -n bin/share/zsh/site-functions/_probecost
	fish -n bin/share/fish/vendor_completions.d/probecost.fish
	$(ACTIONLINT)

.PHONY: generated
generated: ## Check that the committed BPF objects are what make generate makes
	$(SETUP) build generate
	@mkdir -p bin
	@sha256sum bpf/*_bpfel.* examples/*/*.bpf.o bench/object/testdata/*.bpf.o >bin/generated.sha256
	go generate ./...
	@sha256sum --quiet --check bin/generated.sha256 || { echo 'commit what make generate has just made' >&2; exit 1; }

.PHONY: fmt
fmt: ## Format the Go code
	go fmt ./...

.PHONY: clean
clean: ## Remove what was built and measured, but not the cached kernels
	rm -rf bin '$(OUT)'
