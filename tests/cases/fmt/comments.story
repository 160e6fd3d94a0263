  // storyc: ignore[SB206] above all text
  // Indented for no reason.
A quay. [[ which
      one? ]] Fog.
    A line that was indented.

    - a list
        - and its second level

duration : 10
   // in the setting's value
// Below the settings.
Shot 1 [0-4s] One.
// about the text
More of it.
camera: slow
    push
// in between
    in
sound: rain

// loose

  // the shot's
// storyc: ignore[SB211] the next
Shot 2 [4-5s] Two.
  // the shot's too
Shot 3 [5-6s] Three.
// the next one's
Shot 4 [6-10s] Four.

An indented paragraph is kept in the shot; this one closes the film.
// and this stays here
The end.



// The very end.   
