---
title: Rooftop Honey
---
# The roof
Shot 1 [0-5s] A jar on a window sill.

Title: "Ivo's Rooftop Honey"

# expect:
# error[SB111] misplaced-setting: the setting `title` stands inside a shot, and the story has one
#   ┌─ SB111-title-card.story:7:1
# 7 │ Title: "Ivo's Rooftop Honey"
#   │ ^^^^^
#   = help: delete it, or write `\title` to make it text
#   = unsafe fix: make it text
#
# 1 error in 1 story
