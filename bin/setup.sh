# Sourced by bin/run and bin/test: finds Python, installs what is missing, only when something changed.

python_floor="(3, 11)"
venv_python=.venv/bin/python

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

# The settings of .env count where the environment says nothing.
read_env_file() {
    [[ -f .env ]] || return 0
    local line name value
    while IFS= read -r line || [[ -n "$line" ]]; do
        [[ "$line" =~ ^([A-Z_]+)=(.*)$ ]] || continue
        name="${BASH_REMATCH[1]}" value="${BASH_REMATCH[2]}"
        [[ "$value" =~ ^\"(.*)\"$ || "$value" =~ ^\'(.*)\'$ ]] && value="${BASH_REMATCH[1]}"
        [[ -v "$name" ]] || export "$name=$value"
    done <.env
}

# quietly "Sentence when it fails." command…: shows what the command says only when it fails.
quietly() {
    local sentence="$1" said
    shift
    said="$("$@" 2>&1)" || die "$said"$'\n'"$sentence"
}

recent_enough() {
    "$1" -c "import sys; sys.exit(sys.version_info < $python_floor)" >/dev/null 2>&1
}

find_python() {
    local candidate
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        if recent_enough "$candidate"; then
            printf '%s' "$candidate"
            return
        fi
    done
    die "Il faut Python 3.11 ou plus récent : installez-le (sur Debian 12 : apt install python3), puis relancez."
}

# missing_packages run|test: the Debian packages of that command that are not installed.
missing_packages() {
    local command package
    command -v dpkg-query >/dev/null || return 0
    while read -r command package; do
        [[ "$command" == "$1" ]] || continue
        [[ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" == installed ]] || printf '%s ' "$package"
    done <bin/packages.txt
}

# install_packages run|test: installs them when root; else says the line to run, and gives 1.
install_packages() {
    local packages
    read -ra packages <<<"$(missing_packages "$1")"
    [[ ${#packages[@]} -gt 0 ]] || return 0
    if [[ $EUID -ne 0 ]]; then
        printf 'Il manque des paquets ; lancez : sudo apt-get install %s\n' "${packages[*]}" >&2
        return 1
    fi
    printf 'Installation des paquets %s…\n' "${packages[*]}"
    local quiet=(-qq -o Dpkg::Use-Pty=0)
    export DEBIAN_FRONTEND=noninteractive
    { apt-get "${quiet[@]}" update && apt-get "${quiet[@]}" install --no-install-recommends "${packages[@]}"; } \
        >/dev/null || die "Les paquets ${packages[*]} ne s’installent pas : voyez le message d’apt-get ci-dessus."
}

make_venv() {
    recent_enough $venv_python && return
    local python
    python="$(find_python)"
    if ! "$python" -c "import ensurepip, venv" >/dev/null 2>&1; then
        install_packages run || die "Sans python3-venv, rien ne peut s’installer."
        "$python" -c "import ensurepip, venv" >/dev/null 2>&1 ||
            die "Le module venv manque à $python : installez le paquet « $("$python" -c \
                'import sys; print(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")') », puis relancez."
    fi
    rm -rf .venv
    "$python" -m venv .venv || die "L’environnement .venv ne se crée pas : voyez le message ci-dessus."
}

# install_lock requirements.txt: what it locks, unless the very same file was installed before.
install_lock() {
    local stamp=".venv/$1.sha256"
    sha256sum --check --status "$stamp" 2>/dev/null && return
    printf 'Installation de %s…\n' "$1"
    $venv_python -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r "$1" ||
        die "Les bibliothèques de $1 ne s’installent pas : voyez le message de pip ci-dessus."
    sha256sum "$1" >"$stamp"
}
