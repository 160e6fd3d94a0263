# Completion of storyc for bash 4.4 and later; written by `storyc completion bash`.
_storyc_completion() {
    local line="${COMP_LINE:0:COMP_POINT}" word begun item kind value
    [[ $line =~ (([^[:space:]\\]|\\.)*)$ ]]
    word="${BASH_REMATCH[1]}"
    # For bash a word begins anew after these, and an answer takes the place of what stands after the last one.
    begun="${word%"${word##*[@=:]}"}"
    COMPREPLY=()
    while IFS= read -r item; do
        [[ -n $item ]] || continue
        kind="${item%%,*}"
        value="${item#*,}"
        value="${value%%$'\t'*}"
        if [[ $kind == path ]]; then
            compopt -o filenames 2>/dev/null
            value="${value%/}"
        fi
        COMPREPLY+=("${value#"$begun"}")
    done < <(_STORYC_COMPLETE=fish_complete COMP_WORDS="$line" COMP_CWORD="$word" "$1" 2>/dev/null)
}
# Where storyc has nothing to offer, as for `-o FILE`, bash offers files.
complete -o nosort -o default -F _storyc_completion storyc
