# What the scripts of this folder share: finding Python, and the Debian packages a task needs.
# Sourced, never run.

# Debian packages of the tests: package, a program that tells it is there, what is skipped without it.
test_packages=(
    "chromium:chromium:the tests that drive the window"
    "xvfb:Xvfb:the tests of the window's keys"
    "xdotool:xdotool:the tests of the window's keys"
    "poppler-utils:pdftotext:the tests that read and picture printed pages"
    "softhsm2:softhsm2-util:the tests of signing tokens"
    "mupdf-tools:mutool:the tests that let other programs judge signatures"
    "qpdf:qpdf:the tests that check the form of PDF files"
    "default-jre-headless:java:the test that lets another program judge PDF/A"
    "libpdfbox2-java:/usr/share/java/preflight.jar:the test that lets another program judge PDF/A"
    "libactivation-java:/usr/share/java/javax.activation.jar:the test that lets another program judge PDF/A"
    "libjaxb-api-java:/usr/share/java/jaxb-api.jar:the test that lets another program judge PDF/A"
    "cups:cupsd:the tests of a print queue"
    "cups-ipp-utils:ippeveprinter:the tests of driverless printing"
    "sane-utils:scanimage:the tests of scanners"
    "dbus-daemon:dbus-daemon:the tests of driverless printing"
    "postgresql:/usr/lib/postgresql/*/bin/postgres:the tests of the hub on PostgreSQL"
)

say() {
    printf '%s\n' "$*" >&2
}

is_root() {
    [ "$(id -u)" = 0 ]
}

# Whether a program is there, by name or by a path with * in it.
has_program() {
    command -v "$1" >/dev/null || compgen -G "$1" >/dev/null
}

# The first Python of 3.11 or newer, on standard output; says what to install when there is none.
find_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if has_program "$name" &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    say "Python 3.11 or newer is needed and was not found. On Debian 12: apt-get install python3"
    return 1
}

# Makes sure that the Python given can make virtual environments (Debian ships that part by itself).
need_venv() {
    if "$1" -c 'import ensurepip, venv' 2>/dev/null; then
        return
    fi
    if is_root && has_program apt-get; then
        install_packages python3-venv
    else
        say "The Debian package python3-venv is missing. Install it, then repeat this command:"
        say "    apt-get install python3-venv"
        return 1
    fi
}

# The entries of the list given whose program is not there, a line each.
missing_packages() {
    local entry program
    for entry in "$@"; do
        program=${entry#*:}
        has_program "${program%%:*}" || printf '%s\n' "$entry"
    done
}

# Installs the missing packages of the list given; who is not root is told what is skipped.
need_packages() {
    local missing names=() entry
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    for entry in "${missing[@]}"; do
        names+=("${entry%%:*}")
    done
    if is_root && has_program apt-get; then
        install_packages "${names[@]}"
        return
    fi
    for entry in "${missing[@]}"; do
        say "The Debian package ${entry%%:*} is missing; skipped without it: ${entry##*:}."
    done
    say "To run these too: apt-get install ${names[*]}"
}

install_packages() {
    say "installing Debian packages: $*"
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >&2
}

# Whether the lock file given is installed in the environment given, by the stamp of the kind.
is_installed() {
    local venv=$1 kind=$2 lock=$3
    [ "$(cat "$venv/.installed-$kind" 2>/dev/null)" = "$(stamp_of "$lock")" ]
}

stamp_of() {
    sha256sum <"$1"
}
