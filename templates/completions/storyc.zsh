#compdef storyc
# Completion of storyc for zsh; written by `storyc completion zsh`.
_storyc() {
    local item kind value help word="$PREFIX"
    local -a described plain
    for item in "${(@f)$(_STORYC_COMPLETE=fish_complete COMP_WORDS="${(j: :)words[1,CURRENT-1]} $word" COMP_CWORD="$word" "${words[1]}" 2>/dev/null)}"; do
        kind="${item%%,*}"
        value="${item#*,}"
        help="${value#*$'\t'}"
        value="${value%%$'\t'*}"
        if [[ -z $item ]]; then
            continue
        elif [[ $kind == path ]]; then
            _files -g '*.story'
            return
        elif [[ $help == $value ]]; then
            plain+=("$value")
        else
            described+=("${value//:/\\:}:$help")
        fi
    done
    # Of `--format=pr` only what follows the sign is completed.
    [[ $word == --*=* ]] && compset -P '*='
    # Where storyc has nothing to offer, as for `-o FILE`, files are.
    if (( ! $#described && ! $#plain )); then
        _files
        return
    fi
    (( $#described )) && _describe -V storyc described
    (( $#plain )) && compadd -V storyc -a plain
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _storyc "$@"
else
    compdef _storyc storyc
fi
