# One command each; every one is enough on a fresh machine that has the Swift toolchain.

.PHONY: help run test containers lint format release bench docs schema setup

help: ## what can be done here
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 16

run: setup ## build, start the server with the demo accounts, write a first article, keep serving
	@scripts/run

test: ## every test: unit, documentation, end to end
	@scripts/setup tests
	@scripts/test

containers: ## build and try deploy/Dockerfile and deploy/compose.yaml; needs Docker with Compose
	@scripts/containers

lint: setup ## is the code formatted as agreed?
	swift format lint --strict --recursive --parallel Sources Tests Benchmarks Package.swift
	@! LC_ALL=C.UTF-8 grep -rnP '^(?=.{121,})\s*//' --include='*.swift' Sources Tests Benchmarks \
		|| { echo "comments end at column 120, which the formatter does not see to" >&2; exit 1; }

format: setup ## format the code as agreed
	swift format --in-place --recursive --parallel Sources Tests Benchmarks Package.swift

release: setup ## the executable for production, .build/release/hanmo, with the Swift runtime in it
	@scripts/release

bench: ## release build, then the figures of every hot path
	@scripts/setup bench
	@$(MAKE) --no-print-directory release
	@scripts/release JobsBenchmark
	@scripts/release ledger
	Benchmarks/run

docs: setup ## write docs/ anew from the program's own description of its API
	python3 docs/generate.py

schema: ## write Sources/Hanmo/App/schema.sql anew, after a migration was added
	@scripts/setup tests
	HANMO_TEST_WRITES_SCHEMA=1 swift test --filter SchemaTextTests

setup: ## install the system packages that are missing
	@scripts/setup
