# make demo   set everything up, then draw the sample argument
# make test   set everything up, then run every test

PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test test-slow lint bench bench-verdicts bench-pages bench-stores pictures script wheel clean chromium virtuoso

demo: .venv/ready
	@$(BIN)/whyso show claims.ttl --summary
	@$(BIN)/whyso view claims.ttl -o claims.html --no-open

test: .venv/ready chromium
	$(BIN)/pytest --numprocesses auto --dist loadfile $(ARGS)

# What takes minutes and finds little more: every planted fault on both SHACL engines, and the like.
test-slow: .venv/ready chromium virtuoso
	$(BIN)/pytest --numprocesses auto -m slow $(ARGS)

lint: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# The performance table: whyso beside raw pyoxigraph and plain rdflib, in one run.
bench: .venv/ready
	$(BIN)/python benchmarks/load.py $(ARGS)

# Verdicts beside clingo, pygarg, PyArg, plain Python and C++ loops, in one run.
bench-verdicts: .venv/ready
	$(BIN)/pip install --quiet --disable-pip-version-check pygarg
	$(BIN)/python benchmarks/verdicts/run.py $(ARGS)

# The page beside those of other tools, in one browser, in one run.
bench-pages: .venv/ready chromium
	$(BIN)/python benchmarks/pages/run.py $(ARGS)

# Stores on disk beside raw Oxigraph and rdflib's own store, with a million synthetic claims, in one run.
bench-stores: .venv/ready
	$(BIN)/python benchmarks/stores/run.py $(ARGS)

# The page's script, packed; needed after a change to one of its parts.
script: .venv/ready
	$(BIN)/python -m whyso.graph.view.packing

# The pictures of the docs, drawn from the real page.
pictures: .venv/ready chromium
	$(BIN)/python docs/pictures.py

# The wheel, installed into an empty environment: without a file, it shows the bundled argument.
wheel: .venv/ready
	rm -rf build dist .wheel
	$(BIN)/pip wheel --quiet --no-deps --wheel-dir dist .
	$(PYTHON) -m venv .wheel
	.wheel/bin/pip install --quiet --disable-pip-version-check dist/whyso-*.whl
	cd dist && ../.wheel/bin/whyso view --no-open && ../.wheel/bin/whyso show --summary
	rm -rf build .wheel

clean:
	rm -rf .venv .types .wheel build dist claims.html

# Made again whenever pyproject.toml changes. `pip install --group` needs pip 25.1.
.venv/ready: pyproject.toml
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/pip install --quiet --editable . --group dev
	mkdir -p .types/whyso
	ln -sfn ../../graph ../../ontology ../../cli.py .types/whyso/
	touch $@

# The page is tested in a real Chromium; its headless shell is the lightest. Root on Debian gets it here;
# anyone else is told what was skipped.
chromium:
	@command -v chromium-headless-shell >/dev/null || test "$$(id -u)" -ne 0 || ! command -v apt-get >/dev/null || \
	  { apt-get update -qq && apt-get install -qqy --no-install-recommends chromium-headless-shell fonts-noto-cjk graphviz >/dev/null; } || \
	  command -v chromium >/dev/null

# A second SPARQL engine for the slow tests; without it they are skipped.
virtuoso:
	@command -v virtuoso-t >/dev/null || test "$$(id -u)" -ne 0 || ! command -v apt-get >/dev/null || \
	  { apt-get update -qq && apt-get install -qqy --no-install-recommends virtuoso-opensource-7-bin >/dev/null; } || \
	  true
