# make run     install what the course needs into .venv (the first time) and open it on http://localhost:8501
# make serve   the course as a shared server, one process (deploy/README.md)
# make check   the two-minute loop: style, types, imports, spelling, and the tests of core and pages
# make e2e     the tests in a real browser
# make room    the tests of the shared server: two replicas behind nginx, and rooms on SQLite and PostgreSQL
# make test    all three
# make sweep   what looks at every scene in every size, and a workshop; an hour, before a release
# make browsers   every scene, and a phone of a room, in WebKit and in Firefox, before a release; Linux only
# make audit   look up known vulnerabilities of the pinned packages; needs the network
# make sbom    write the bill of materials of the shared server, deploy/sbom.cdx.json
# make constraints   pin every package of the shared server anew, in deploy/constraints.txt
# make lint    the static checks alone, a part of make check
# make pictures   every scene in every mode, on one contact sheet a mode, in pictures/;
#                 ARGS="--mode phone-light --lesson regularization" for a part
# make bench   the measurements; make bench ARGS="--quick paint" for a part
# make bench-load    a full room, on one process and on two behind nginx; ARGS="--soak 60" for an hour,
#                 ARGS="workshop room" for the phones of a room (parts: python -m bench.workshop --help)
# make bad-weather   hostile links, widgets at their limits, forged values, uploads, a full disk
#
# Variables, all optional:
#   PORT=8600             another port for make run
#   PYTHON=python3.12     another Python for .venv (3.11 or newer)
#   TORCH_INDEX=<url>     take torch from this package index: on Linux PyPI's torch wheel carries CUDA (several GB,
#                         make says so first), and PyTorch's "Get started" page gives the address of its CPU index
#   CHROMIUM=<path>       the browser for the tests and measurements
#   NGINX=<path>          the nginx for the tests
#   POSTGRES=<folder>     the folder of PostgreSQL's binaries for the tests

PYTHON ?= python3
PORT ?= 8501
TORCH_INDEX ?=
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
BROWSER_PACKAGES := webkit2gtk-driver xvfb firefox-esr
NGINX_PACKAGES := nginx libnginx-mod-http-brotli-filter
# Of the packages that apt-get would install with Debian's postgresql: the server and the libraries that are missing
# here, without LLVM and Perl, which only long queries and the extensions use.
POSTGRES_PACKAGES := apt-get --simulate --no-install-recommends install postgresql | \
  sed -n 's/^Inst \([^ ]*\).*/\1/p' | grep -E '^(postgresql-[0-9]+|lib.*)$$' | grep -vE 'llvm|z3|perl'
# Empty files that say what is installed, so that the second make is quick.
CREATED := $(VENV)/.created
INSTALLED := $(VENV)/.installed
INSTALLED_SERVER := $(VENV)/.installed-server
INSTALLED_DEV := $(VENV)/.installed-dev
SERVER_ONLY := $(VENV)/server-only
AUDIT_LOG := $(VENV)/audit.log

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

.PHONY: run serve check e2e room sweep browsers test lint audit sbom constraints pictures browser nginx postgres bench bench-load bad-weather
.DEFAULT_GOAL := run

run: $(INSTALLED)
	$(BIN)/python -m streamlit run streamlit_app.py --server.port $(PORT) --browser.serverAddress localhost

serve: $(INSTALLED_SERVER)
	$(BIN)/python -m deploy.server --port $(PORT)

# One after the other: two test runs at once would take each other's processor.
test:
	@$(MAKE) check
	@$(MAKE) e2e
	@$(MAKE) room

# $(1): a command, which is shown and run; $(2): what to do where it fails.
define step
	@echo '$(1)' && { $(1) || { echo; echo 'Failed: $(1)'; echo '$(2)'; exit 1; }; }
endef
# tests/conftest.py says how to run a failed test alone.
PYTEST := $(BIN)/python -m pytest

check: lint
	$(call step,$(PYTEST) -n 2 -m "not sweep" tests/core tests/pages tests/bench tests/support tests/test_imports.py)

e2e: browser
	$(call step,$(PYTEST) -n 2 -m "not sweep" tests/e2e)

sweep: browser nginx postgres
	$(call step,$(PYTEST) -n 2 -m "not alone" tests/sweep)
	$(call step,$(PYTEST) -m alone tests/sweep)
	$(call step,$(PYTEST) -n 2 -m "sweep and not room" tests/core tests/e2e tests/pages tests/rooms tests/deploy)
	$(call step,$(PYTEST) -m "sweep and room" tests/deploy)

browsers: other-browsers
	$(call step,$(PYTEST) -n 2 tests/browsers)

room: nginx postgres browser
	$(call step,$(PYTEST) -n 2 -m "not room and not sweep" tests/deploy tests/weather tests/rooms)
	$(call step,$(PYTEST) -m "room and not sweep" tests/deploy)

lint: $(INSTALLED_DEV)
	$(call step,$(BIN)/ruff check .,Much of it is mended by: $(BIN)/ruff check --fix .)
	$(call step,$(BIN)/ruff format --check .,Mended by: $(BIN)/ruff format .)
	$(call step,$(BIN)/codespell,Names and quoted titles that are right go into the list in pyproject.toml.)
	$(call step,$(BIN)/lint-imports --no-logo,CONTRIBUTING.md draws the rooms and their directions.)
	$(call step,$(BIN)/mypy)

# --strict: a package that the index does not know counts as not audited, not as free of vulnerabilities.
audit: $(INSTALLED_DEV)
	@$(BIN)/pip-audit --strict --requirement deploy/constraints.txt --no-deps --disable-pip --progress-spinner off \
	  2>$(AUDIT_LOG); code=$$?; tail -n 1 $(AUDIT_LOG); grep -qi "known vulnerability\|known vulnerabilities" $(AUDIT_LOG) || \
	  echo "Not audited: the index of vulnerabilities cannot be reached from here, or does not know these packages."; \
	exit $$code

# An environment with the packages of the shared server alone: .venv holds the tools of the tests as well.
define install_server_only
	rm -rf $(SERVER_ONLY)
	$(PYTHON) -m venv --without-pip $(SERVER_ONLY)
	@if [ -n "$(TORCH_INDEX)" ]; then \
	  $(BIN)/python -m pip --python $(SERVER_ONLY) install --no-deps --index-url "$(TORCH_INDEX)" \
	    "$$(grep '^torch==' requirements.txt)"; \
	fi
	$(BIN)/python -m pip --python $(SERVER_ONLY) install -r deploy/requirements.txt
endef

sbom: $(INSTALLED_DEV)
	$(install_server_only) -c deploy/constraints.txt
	$(BIN)/cyclonedx-py environment --output-reproducible --pyproject pyproject.toml -o deploy/sbom.cdx.json $(SERVER_ONLY)
	rm -rf $(SERVER_ONLY)

# A build's suffix is cut off, so that torch==2.13.0+cpu pins the CUDA build as well.
constraints: $(INSTALLED_DEV)
	$(install_server_only)
	{ echo "# Every package of the shared server. Written by: make constraints"; \
	  $(BIN)/python -m pip --python $(SERVER_ONLY) freeze --all | sed 's/+[^+]*$$//'; } > deploy/constraints.txt
	rm -rf $(SERVER_ONLY)

pictures: browser
	$(BIN)/python -m tests.support.pictures $(ARGS)

bench: browser
	$(BIN)/python -m bench.run $(ARGS)

bench-load: nginx postgres
	$(BIN)/python -m bench.load $(ARGS)

bad-weather: $(INSTALLED_DEV)
	$(BIN)/python -m bench.weather.run $(ARGS)

# An installed Chrome or Chromium is used as it is; where there is none, one is installed.
# On Debian that is a package; elsewhere, and where the package is only a stub, Playwright's own build.
browser: $(INSTALLED_DEV)
	@$(BIN)/python -m tests.support.harness >/dev/null 2>&1 || $(MAKE) install-browser
	@$(BIN)/python -m tests.support.harness

.PHONY: install-browser
install-browser: $(INSTALLED_DEV)
	@if [ -n "$(CHROMIUM)" ]; then echo "CHROMIUM=$(CHROMIUM) does not start." >&2; exit 1; fi
	@if command -v apt-get >/dev/null 2>&1; then \
	  echo "There is no Chromium here. Installing Debian's package chromium for the browser tests (apt-get install, about 300 MB)."; \
	  echo "To use another browser instead, give its path: CHROMIUM=<path>"; \
	  if [ "$$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi; \
	  $$sudo apt-get update && \
	  $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium || true; \
	fi
	@$(BIN)/python -m tests.support.harness >/dev/null 2>&1 || \
	  { echo "Downloading Playwright's own Chromium into its cache for the browser tests."; $(BIN)/python -m playwright install chromium; }

# WebKit with its driver, a display for it, and Firefox. Installed ones are used as they are.
.PHONY: other-browsers
other-browsers: $(INSTALLED_DEV)
	@$(BIN)/python -m tests.browsers.find >/dev/null 2>&1 || $(MAKE) install-other-browsers
	@$(BIN)/python -m tests.browsers.find

.PHONY: install-other-browsers
install-other-browsers: $(INSTALLED_DEV)
	@if command -v apt-get >/dev/null 2>&1; then \
	  echo "Installing Debian's packages $(BROWSER_PACKAGES) for the tests in WebKit and Firefox (apt-get install, about 500 MB)."; \
	  if [ "$$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi; \
	  $$sudo apt-get update && \
	  $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $(BROWSER_PACKAGES) || true; \
	fi

# An installed nginx is used as it is. Where there is none, Debian's packages are unpacked into .venv, not installed: no
# web server starts on this machine.
nginx: $(INSTALLED_DEV)
	@$(BIN)/python -m tests.support.room >/dev/null 2>&1 || $(MAKE) unpack-nginx
	@$(BIN)/python -m tests.support.room

.PHONY: unpack-nginx
unpack-nginx: $(INSTALLED_DEV)
	@if command -v apt-get >/dev/null 2>&1; then \
	  echo "There is no nginx here. Unpacking Debian's packages $(NGINX_PACKAGES) into $(VENV)/nginx; nothing is installed on this machine."; \
	  if [ "$$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi; \
	  mkdir -p $(VENV)/nginx && cd $(VENV)/nginx && \
	  { apt-get download $(NGINX_PACKAGES) || { $$sudo apt-get update && apt-get download $(NGINX_PACKAGES); }; } && \
	  for package in *.deb; do dpkg -x "$$package" .; done; \
	fi

# An installed PostgreSQL is used as it is. Where there is none, Debian's packages are unpacked into .venv, not installed:
# no database starts on this machine.
postgres: $(INSTALLED_DEV)
	@$(BIN)/python -m tests.support.postgres >/dev/null 2>&1 || $(MAKE) unpack-postgres
	@$(BIN)/python -m tests.support.postgres

.PHONY: unpack-postgres
unpack-postgres: $(INSTALLED_DEV)
	@if command -v apt-get >/dev/null 2>&1 && [ -z "$(POSTGRES)" ]; then \
	  echo "There is no PostgreSQL here. Unpacking Debian's packages into $(VENV)/postgresql; nothing is installed on this machine."; \
	  if [ "$$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi; \
	  mkdir -p $(VENV)/postgresql && cd $(VENV)/postgresql && \
	  fetch() { names=$$($(POSTGRES_PACKAGES)) && apt-get download $$names; } && \
  { fetch || { $$sudo apt-get update && fetch; }; } && \
	  for package in *.deb; do dpkg -x "$$package" .; done; \
	fi

$(CREATED):
	@command -v $(PYTHON) >/dev/null 2>&1 || \
	  { echo "There is no '$(PYTHON)' here. Install Python 3.11 or newer, or name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "This course needs Python 3.11 or newer, and '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Name a newer one: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

# Only the package index knows which build pip will take, and asking it may be the download already.
define say_what_torch_brings
	@if [ "$$(uname -s)" = Linux ] && [ -z "$(TORCH_INDEX)" ] && ! $(BIN)/python -m pip show torch >/dev/null 2>&1; then \
	  echo; \
	  echo "Next comes torch. On Linux, PyPI has its CUDA build: several GB, which the course never uses. For the CPU"; \
	  echo "build, press Ctrl-C now and give the address of the CPU index from PyTorch's \"Get started\" page:"; \
	  echo; \
	  echo "    make run TORCH_INDEX=<address of the CPU index>"; \
	  echo; \
	  echo "If your own package index has the CPU build, there is nothing to do."; \
	  echo; \
	fi
endef

$(INSTALLED): $(CREATED) requirements.txt
	@echo "Installing the packages of requirements.txt into $(VENV)."
	$(say_what_torch_brings)
	@if [ -n "$(TORCH_INDEX)" ]; then \
	  $(BIN)/python -m pip install --no-deps --index-url "$(TORCH_INDEX)" "$$(grep '^torch==' requirements.txt)"; \
	fi
	$(BIN)/python -m pip install -r requirements.txt
	@touch $@

$(INSTALLED_SERVER): $(INSTALLED) deploy/requirements.txt
	@echo "Installing the packages of the shared server into $(VENV)."
	$(BIN)/python -m pip install -r deploy/requirements.txt
	@touch $@

$(INSTALLED_DEV): $(INSTALLED_SERVER) requirements-dev.txt
	@echo "Installing the tools of the tests into $(VENV)."
	$(BIN)/python -m pip install -r requirements-dev.txt
	@touch $@
