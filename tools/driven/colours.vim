" The kinds of the lines of each story in the folder, by the name of their first word's colour, as lines of JSON.
syntax on
for file in sort(glob('*.story', 0, 1))
  execute 'edit' file
  set filetype=story
  let kinds = {'shots': [], 'headings': [], 'comments': []}
  let names = {'storyShot': 'shots', 'storyHeading': 'headings', 'storyComment': 'comments'}
  for number in range(1, line('$'))
    let column = match(getline(number), '\S') + 1
    let stack = column ? synstack(number, column) : []
    let name = empty(stack) ? '' : synIDattr(stack[0], 'name')
    if has_key(names, name)
      call add(kinds[names[name]], number - 1)
    endif
  endfor
  call writefile([json_encode(kinds)], 'colours', 'a')
endfor
qall!
