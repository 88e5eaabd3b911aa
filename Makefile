# Two commands do everything: `make run` and `make test`. They install what they need, and say what is missing.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
PY := $(VENV)/bin/python
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
UP := $(if $(LAN),up --lan,up)

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: $(VENV)/.run shell ## start the whole product on http://127.0.0.1:8000 (LAN=1: HTTPS on the network address)
	@KUAIBAN_DEMO=$${KUAIBAN_DEMO-1} exec $(PY) -m backend.cli $(UP)

check: $(VENV)/.dev ## format, lint, types, floors, and the tests that need no server (a few minutes)
	@deploy/check

test: $(VENV)/.dev shell ## everything, browser included
	@deploy/test

soak: $(VENV)/.dev shell ## the big figures
	@$(PY) -m pytest -m soak -p no:cacheprovider -s

bench: $(VENV)/.dev ## one JSON line per bench; ONLY=prefix, SCALE=full
	@$(PY) -m tests.bench $(if $(ONLY),--only $(ONLY)) $(if $(SCALE),--scale $(SCALE))

snapshots: $(VENV)/.dev ## write the published contracts again, after a change that was wanted
	@$(PY) -m tests.architecture.snapshot

sdk: $(VENV)/.dev shell ## the department's tools as one wheel that installs alone, offline: build/sdk/
	@$(PY) -m plugin_sdk.runtime.wheel

lock: $(VENV)/.dev ## pin and hash the dependencies of pyproject.toml again
	@deploy/lock

shell: backend/shell/dist/.built ## build the phone pages

clean: ## remove what was built; data stays
	rm -rf $(VENV) build backend/shell/node_modules backend/shell/dist backend/shell/dist-simulator

$(VENV)/.run: requirements.txt
	@deploy/install requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt
	@deploy/install requirements-dev.txt
	@touch $@ $(VENV)/.run

backend/shell/dist/.built: $(shell find backend/shell -path '*/node_modules' -prune -o -path '*/dist' -prune -o -path '*/dist-simulator' -prune -o -type f -print 2>/dev/null) | $(VENV)/.run
	@deploy/build-shell
	@touch $@

.PHONY: help run check test soak bench sdk snapshots lock shell clean
