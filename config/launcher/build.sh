# shellcheck shell=bash
# Builds with CMake's presets, checks the sources, runs the tests. Sourced by ./tillnote.

# As many compilers as there are cores, but not more than memory carries: one file of Beast takes up to 1.5 GB.
build_jobs() {
    local cores memory_kb jobs
    cores=$(nproc)
    memory_kb=$(awk '/^MemAvailable:/ {print $2}' /proc/meminfo)
    jobs=$((memory_kb / 1500000))
    ((jobs < cores)) || jobs=$cores
    printf '%d' $((jobs > 0 ? jobs : 1))
}

# Changes whenever CMake has to look again although no file it knows has changed: a folder came, a preset changed.
configuration_stamp() {
    (cd -- "$root" && find config schema server lane-client tests -name CMakeLists.txt | sort && cat CMakePresets.json) | sha256sum
}

# configure PRESET DIR
configure() {
    local preset=$1 dir=$2 stamp cached
    stamp=$(configuration_stamp)
    if [[ -f $dir/CMakeCache.txt ]]; then
        cached=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$dir/CMakeCache.txt")
        # A build folder copied along with the tree points at the old place.
        [[ $cached == "$root" ]] || rm -rf -- "$dir/CMakeCache.txt" "$dir/CMakeFiles" "$dir/build.ninja"
    fi
    if [[ $packages_changed == no && -f $dir/build.ninja && $(cat "$dir/configured" 2>/dev/null) == "$stamp" ]]; then
        echo "configuration unchanged"
        return 0
    fi
    # Debian's Python, which has the packages of our list, whatever other one is first in the reader's path.
    (cd -- "$root" && cmake --preset "$preset" -DPython3_EXECUTABLE=/usr/bin/python3)
    printf '%s\n' "$stamp" >"$dir/configured"
}

# configure_and_build PRESET DIR [TARGET...]: one at a time, as instances share the folder.
configure_and_build() {
    local preset=$1 dir=$2
    shift 2
    exec 8>"$build_dir/lock"
    flock 8
    configure "$preset" "$dir" 8>&-
    NINJA_STATUS='[%f/%t] ' ninja -C "$dir" -j "$(build_jobs)" "$@" 8>&-
}

# build NAME PRESET DIR [TARGET...]
build() {
    local name=$1 preset=$2 dir=$3
    shift 3
    mkdir -p -- "$dir" "$build_dir/log" 2>/dev/null || true
    [[ -w $dir && -w $build_dir/log ]] ||
        fail "cannot write to $(show_path "$dir")" "make the folder yours: sudo chown -R \"\$USER\" $(show_path "$build_dir")"
    run_step "$name" "$build_dir/log/build-$preset.log" \
        "the first error above is the one to mend; if it names a file of the system, try again after: rm -rf $(show_path "$dir")" \
        configure_and_build "$preset" "$dir" "$@"
}

build_programs() { build "build the programs" release "$build_dir" tillnote-server tillnote-lane tillnote-strip; }

# ensure_npm DIR...
ensure_npm() {
    local dir
    for dir in "$@"; do
        [[ -f $root/$dir/package-lock.json ]] || continue
        run_step "npm packages of $dir" "$build_dir/log/npm-$(basename -- "$dir").log" \
            "npm needs the network once; look at the lines above." "$root/tests/support/npm_packages.sh" "$root/$dir"
    done
}

# run_ctest DIR [WORDS...]: its output is the output of the launcher, its exit code ours. What failed is said again at the end.
run_ctest() {
    local dir=$1 code=0
    shift
    rm -f -- "$dir/tests.xml"
    ctest --test-dir "$dir" --output-on-failure --no-tests=error -j 2 --output-junit tests.xml \
        --test-output-size-failed 200000 "$@" </dev/null 9>&- || code=$?
    ((code == 0)) || [[ ! -f $dir/tests.xml ]] || /usr/bin/python3 "$root/config/launcher/why_failed.py" "$dir/tests.xml"
    return "$code"
}

command_test() {
    local code=0 preset
    case ${1:-} in
        '')
            ensure_packages build run test
            build "build everything" release "$build_dir"
            ensure_npm tests/openapi tests/browser
            run_ctest "$build_dir" || code=$?
            ;;
        --sanitizers)
            [[ $# -eq 1 || ($# -eq 2 && $2 == --slice) ]] || usage_error "test takes --sanitizers, with --slice or without, not: $*"
            ensure_packages build run test
            if [[ ${2:-} == --slice ]]; then
                # The parsers, which take everything from outside: some minutes of compiling, seconds of tests.
                build "build a slice for asan" asan "$build_dir/asan" schema_test
                run_ctest "$build_dir/asan" -L '^schema$' || code=$?
                return "$code"
            fi
            ensure_npm tests/openapi
            for preset in asan tsan; do
                build "build everything for $preset" "$preset" "$build_dir/$preset"
                run_ctest "$build_dir/$preset" -LE 'browser|bench|tidy' || code=$?
            done
            ;;
        *) usage_error "test takes --sanitizers [--slice] or nothing, not: $*" ;;
    esac
    return "$code"
}

make_packages() {
    rm -rf -- "$build_dir/packages"
    # dpkg-shlibdeps reads what the programs need; nothing is compiled.
    cpack --config "$build_dir/CPackConfig.cmake"
    rm -rf -- "$build_dir/packages/_CPack_Packages"
}

command_package() {
    local file
    (($# == 0)) || usage_error "package takes nothing, not: $*"
    ensure_packages build package
    build "build the lane" release "$build_dir" tillnote-lane tillnote-strip
    run_step "packages" "$build_dir/log/package.log" "the lines above are CPack's own." make_packages
    for file in "$build_dir"/packages/*.deb; do
        show_path "$file"
        printf '\n'
    done
}

command_sbom() {
    local file=$build_dir/tillnote.cdx.json
    (($# == 0)) || usage_error "sbom takes nothing, not: $*"
    ensure_packages build
    build_programs
    run_step "bill of materials" "$build_dir/log/sbom.log" "the line above names what is not as expected." \
        /usr/bin/python3 "$root/config/launcher/sbom.py" --build "$build_dir" --out "$file"
    show_path "$file"
    printf '\n'
}

# Every finding of clang-tidy is an error (.clang-tidy); so is every finding of cppcheck.
command_lint() {
    local code=0 preset
    (($# == 0)) || usage_error "lint takes nothing, not: $*"
    ensure_packages build run test lint
    # Several files at a time, as they are compiled: clang-tidy spends its time on the headers. Then each by itself, for what it
    # includes, and for the checks that look at nothing else. Nothing is compiled. Source: docs/decisions/0043.
    # Of what is deprecated GCC warns; Clang means the inside of libstdc++'s own stable_sort.
    mkdir -p -- "$build_dir/lint" "$build_dir/dev" "$build_dir/log"
    for preset in lint dev; do
        run_step "configure ($preset)" "$build_dir/log/configure-$preset.log" "the lines above are CMake's own." \
            configure "$preset" "$build_dir/$preset"
    done
    run-clang-tidy-19 -quiet -j 2 -p "$build_dir/lint" -extra-arg=-Wno-deprecated-declarations -checks=-bugprone-suspicious-include \
        "^$root/(schema|server|lane-client|tests|build/lint/.*/Unity)/" || code=1
    run-clang-tidy-19 -quiet -j 2 -p "$build_dir/dev" -extra-arg=-Wno-deprecated-declarations "^$root/(schema|server)/" \
        -checks='-*,bugprone-suspicious-include,misc-unused-*,modernize-deprecated-headers' || code=1
    cppcheck --std=c++20 --language=c++ --enable=warning,performance,portability --inline-suppr --quiet --error-exitcode=1 \
        --suppress=missingIncludeSystem -I "$root" -j 2 "$root/schema" "$root/server" "$root/lane-client" || code=1
    ((code != 0)) || say "lint: clean"
    return "$code"
}

# run_script USE SCRIPT WORDS...: the benchmark and the fault campaign are programs of their own under tests/.
run_script() {
    local use=$1 script=$root/tests/$2
    shift 2
    [[ -f $script ]] || fail "$(show_path "$script") is not there" "get a complete copy of the project."
    ensure_packages build run "$use"
    build "build everything" release "$build_dir"
    /usr/bin/python3 "$script" "$@"
}

# Clang and its own build folder: libFuzzer is Clang's. Nothing else of the project is built there.
command_fuzz() {
    ensure_packages build fuzz
    build "build the fuzz targets" fuzz "$build_dir/fuzz" fuzz_targets
    /usr/bin/python3 "$root/tests/fuzz/run" --build "$build_dir/fuzz" --keep "$var/fuzz" "$@"
}
