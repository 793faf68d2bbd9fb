# The commands of the project; what each does stands in .ci/, one short script each.

.PHONY: setup run test coverage soak mutants fuzz bench lock clean

setup: ## install what is missing into .venv
	@.ci/setup run

run: setup ## a whole sample province on this machine, then the window
	@.venv/bin/python main.py demo

test: ## every check: format, lint, types, import rules, tests
	@.ci/test

coverage: ## the tests once more, with what of the code they run
	@.ci/coverage

soak: ## 20 million simulated steps, for a night
	@.ci/soak

mutants: ## known faults planted one by one; says which tests notice each
	@.ci/mutants

fuzz: ## spoilt bytes for every parser, ten minutes
	@.ci/fuzz

bench: ## the speeds that are promised, each beside its floor
	@.ci/setup dev
	@.venv/bin/python -m tests.bench; desk=$$?; .venv/bin/python -m tests.bench.sync; line=$$?; \
	.venv/bin/python -m tests.bench.hub && exit $$((desk + line))

lock: ## choose the versions anew for the dependencies of pyproject.toml
	@.ci/lock

clean: ## remove what tools left behind; .venv and data stay
	@rm -rf .cache .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache htmlcov
	@find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +
	@rm -f locales/*/LC_MESSAGES/*.mo
