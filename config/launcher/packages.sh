# shellcheck shell=bash
# Installs what is missing from config/packages.txt. Sourced by ./tillnote.

# packages_for USE...: the names from the list, without those whose command is already there.
packages_for() {
    local package uses command use
    while read -r package uses command; do
        [[ -n $package && $package != \#* ]] || continue
        for use in "$@"; do
            if [[ ,$uses, == *",$use,"* ]] && { [[ -z $command ]] || ! command -v "$command" >/dev/null; }; then
                printf '%s\n' "$package"
                break
            fi
        done
    done <"$root/config/packages.txt"
}

# missing_packages USE...
missing_packages() {
    local wanted installed
    mapfile -t wanted < <(packages_for "$@")
    # dpkg-query fails when it does not know a name at all; that name is then missing, which is the answer we want.
    # shellcheck disable=SC2016  # the braces are dpkg-query's
    installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null |
        sed -n 's/ installed$//p' || true)
    comm -23 <(printf '%s\n' "${wanted[@]}" | sort -u) <(sort -u <<<"$installed")
}

# apt_get WORDS...: as root, waiting for another apt instead of failing.
apt_get() {
    local privilege=()
    ((EUID == 0)) || privilege=(sudo -n)
    "${privilege[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 "$@"
}

# --no-remove: libboost1.81-dev conflicts with Debian's default Boost; never take away what somebody else needs.
install_missing() {
    apt_get update || echo "apt-get update failed; trying with the lists that are here"
    apt_get install -y --no-install-recommends --no-remove "$@"
}

# ensure_packages USE...: does nothing, and needs no privilege, when all is there.
ensure_packages() {
    local missing
    command -v dpkg-query >/dev/null ||
        fail "this machine has no dpkg-query" "Tillnote is built on Debian 12; use one, or a container of it."
    mapfile -t missing < <(missing_packages "$@")
    packages_changed=no
    ((${#missing[@]} > 0)) || return 0
    if ((EUID != 0)) && ! sudo -n true 2>/dev/null; then
        complain "${#missing[@]} Debian packages are missing, and installing them needs root. Run this line, then try again:"
        printf '  sudo apt-get update && sudo apt-get install -y --no-install-recommends %s\n' "${missing[*]}" >&2
        exit 1
    fi
    mkdir -p -- "$build_dir/log"
    run_step "packages (${#missing[@]} to install)" "$build_dir/log/packages.log" \
        "look at the lines above; a conflict with Boost 1.74 means: remove libboost-dev's 1.74 packages first." \
        install_missing "${missing[@]}"
    # The search path of this shell remembers where commands were not.
    hash -r
    packages_changed=yes
}
