# Needs Python 3.11 or newer with pip, and make. Everything else is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help install demo test test-fast faults faults-short soak fuzz lint check-deploy format generate licences sbom lock build train-entities train-parser train-clean clean

help: ## Show what can be made.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# pip checks every file against the hashes in the lock.
.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

install: .venv/installed ## Install Quotewire into .venv.

demo: .venv/installed ## Sample articles through three workers on an embedded Kafka: quotes and entities in one go; WEB=1 in a browser.
	@$(BIN)/python -m $(if $(WEB),workers.demo_web,workers.demo)

test: .venv/installed-dev ## All tests, on the best Kafka that this machine can run, and which branches they leave out.
	$(BIN)/pytest --cov --cov-report=term

test-fast: .venv/installed-dev ## The tests that need neither a broker nor child processes.
	$(BIN)/pytest -m "not broker and not processes"

faults: .venv/installed-dev ## Break workers and brokers, and count what is lost or comes twice; FAULT=<name> for one of them.
	$(BIN)/python -m benchmarks.faults $(FAULT)

faults-short: .venv/installed-dev ## The faults that `make test` runs; KAFKA=3.9.1 for an older Kafka.
	$(if $(KAFKA),KAFKA_VERSION=$(KAFKA)) $(BIN)/python -m benchmarks.faults --short

soak: .venv/installed-dev ## An hour of articles and faults: nothing lost, memory flat; draws docs/images/soak.svg. SOAK="--minutes 5 --plot build/soak.svg" for less.
	$(BIN)/python -m benchmarks.soak $(or $(SOAK),--plot docs/images/soak.svg)

fuzz: .venv/installed-dev ## Random input for an hour: ten minutes for each target; SECONDS=60 TARGET=quotes for less.
	$(BIN)/python -m tests.fuzz $(TARGET) --seconds $(or $(SECONDS),600)

lint: .venv/installed-dev ## ruff with every rule on, mypy strict, and the generated schemas up to date.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m schemas.generate --check
	$(BIN)/python deploy/licences.py --check

check-deploy: .venv/installed-dev ## What operators get: the compose file, Prometheus' configuration, the alerts (promtool and Docker where they are).
	$(BIN)/pytest tests/deploy

format: .venv/installed-dev ## Format the code.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

generate: .venv/installed-dev ## Write the JSON Schemas, the AsyncAPI document, and the patterns in docs/quotes.md.
	$(BIN)/python -m schemas.generate

licences: .venv/installed-dev ## List the licences of what is shipped, in deploy/licences.md; fails for one that nobody has accepted.
	$(BIN)/python deploy/licences.py

sbom: .venv/installed-dev ## Write build/sbom.json: what the image holds of others, as CycloneDX.
	@mkdir -p build
	$(BIN)/uv tool run --quiet --from cyclonedx-bom==7.5.0 cyclonedx-py requirements deploy/requirements.lock --pyproject pyproject.toml --output-reproducible --output-file build/sbom.json

lock: .venv/installed-dev ## Pin what we depend on, with hashes, for every platform.
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --extra embedded --group build -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate -c requirements.lock -o deploy/requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate -c requirements.lock --group pyproject.toml:build -o deploy/build.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --extra embedded --group build --group dev --group fuzz --group models -c requirements.lock -o requirements-dev.lock pyproject.toml

build: .venv/installed ## Build both wheels, quotewire and quotewire-schemas, into dist.
	rm -rf dist
	$(BIN)/python -m hatchling build -t wheel -d dist
	cd schemas && ../$(BIN)/python -m hatchling build -t wheel -d ../dist

train-entities: .venv/installed-dev ## Train the entities model from DATA=<folder>; see training/entities/README.md.
	$(BIN)/python -m training.entities.names $(DATA) build/entities/lists.json
	$(BIN)/python -m training.entities.words build/entities/lists.json
	$(BIN)/python -m training.entities.prepare $(DATA) build/entities
	OPENBLAS_NUM_THREADS=1 $(BIN)/spacy train training/entities/config.cfg --code training/entities/setup.py \
	  --paths.train build/entities/train.spacy --paths.dev build/entities/dev.spacy \
	  --paths.gazetteer build/entities/lists.json --paths.start workers/models/entities --output build/entities/model
	$(BIN)/python -m training.entities.calibrate $(DATA) build/entities/model/model-best
	$(BIN)/python -m training.entities.evaluate $(DATA)/pud.eval.jsonl.gz build/entities/model/model-best

train-parser: .venv/installed-dev ## Train the tagger and parser from DATA=<folder>; see training/parser/README.md.
	$(BIN)/python -m training.parser.prepare $(DATA) build/parser
	OPENBLAS_NUM_THREADS=1 $(BIN)/spacy train training/parser/config.cfg --code training/parser/setup.py \
	  --paths.train build/parser/train.spacy --paths.dev build/parser/dev.spacy --output build/parser/model
	$(BIN)/python -m training.parser.evaluate build/parser build/parser/model/model-best

train-clean: .venv/installed-dev ## Train both line classifiers of the clean stage from DATA=<folder>; see training/clean/README.md.
	$(BIN)/uv pip install --quiet --python $(BIN)/python --group train
	$(BIN)/python -m training.clean.train texts $(DATA) workers/models/clean/texts.json
	$(BIN)/python -m training.clean.train pages $(DATA) workers/models/clean/pages.json

clean: ## Remove what was installed and fetched.
	rm -rf .venv .cache
