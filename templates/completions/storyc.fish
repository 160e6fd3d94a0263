# Completion of storyc for fish; written by `storyc completion fish`.
function __storyc_complete
    set -l items (env _STORYC_COMPLETE=fish_complete COMP_WORDS=(commandline -cp) COMP_CWORD=(commandline -ct) storyc 2>/dev/null)
    # Of `--format=pr` all is completed.
    set -l begun (string match -r -- '^--[^=]*=' (commandline -ct))
    for item in $items
        echo "$begun"(string split -m 1 -f 2 , -- $item)
    end
    # Where storyc has nothing to offer, as for `-o FILE`, files are.
    if test -z "$items"
        __fish_complete_path (commandline -ct)
    end
end
complete --no-files --command storyc --arguments "(__storyc_complete)"
