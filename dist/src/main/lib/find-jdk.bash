# Finds a JDK for the launchers. Sourced, not run; forks nothing unless the usual places are empty.

colama_jdk_needed=25

# Sets jdk_version to the feature release of the JDK in directory $1, as its release file names it; false when there is none.
jdk_version_of() {
    local line
    jdk_version=0
    [[ -x $1/bin/java && -r $1/release ]] || return 1
    while IFS= read -r line; do
        if [[ $line =~ ^JAVA_VERSION=\"([0-9]+) ]]; then
            jdk_version=${BASH_REMATCH[1]}
            return 0
        fi
    done <"$1/release"
    return 1
}

# Takes directory $1 when it holds a JDK that is new enough: sets jdk, true. Else remembers it for the error message.
jdk_try() {
    [[ -n $1 ]] && jdk_version_of "$1" || return 1
    if ((jdk_version >= colama_jdk_needed)); then
        jdk=$1
        return 0
    fi
    jdk_too_old+="    $jdk_version in $1"$'\n'
    return 1
}

# Sets jdk to the directory of a JDK that is new enough; $1, when not empty, is a file whose first line names one to try
# first. False, after a message on standard error, when there is none.
find_jdk() {
    local recorded='' found folder
    jdk='' jdk_too_old=''
    if [[ -n $1 && -r $1 ]]; then IFS= read -r recorded <"$1"; fi
    if [[ -n ${COLAMA_JAVA_HOME-} ]]; then
        jdk_try "$COLAMA_JAVA_HOME" && return 0
        printf 'colama: COLAMA_JAVA_HOME=%s holds no JDK %s or newer\n' "$COLAMA_JAVA_HOME" "$colama_jdk_needed" >&2
        return 1
    fi
    jdk_try "$recorded" && return 0
    jdk_try "${JAVA_HOME-}" && return 0
    if found=$(type -P java); then
        found=$(readlink -f "$found" 2>/dev/null || printf '%s' "$found")
        jdk_try "${found%/bin/java}" && return 0
    fi
    for folder in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "${SDKMAN_DIR:-${HOME-}/.sdkman}"/candidates/java/* \
        "${HOME-}"/.jdks/* /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [[ -L $folder ]] && continue
        jdk_try "$folder" && return 0
    done
    if [[ -x /usr/libexec/java_home ]]; then
        jdk_try "$(/usr/libexec/java_home -v "$colama_jdk_needed+" 2>/dev/null)" && return 0
    fi
    {
        printf 'colama: no JDK %s or newer was found\n' "$colama_jdk_needed"
        [[ -z $jdk_too_old ]] || printf '  found, but too old:\n%s' "$jdk_too_old"
        printf '  install one, or name its directory in JAVA_HOME or COLAMA_JAVA_HOME\n'
    } >&2
    return 1
}
