<p>A harbour at night &amp; rain.</p>
<p><b>Shot 1</b> [0-2s] A lamp is lit.&nbsp;</p>
<p><b>Shot 2</b> [2-5s] A boy <i>looks</i> up, 3 < 5.</p>
# expect:
# warning[SB120] private-text: `<p>` is HTML and is sent to the model, and so are 7 more
#   ┌─ SB120-page.story:1:1
# 1 │ <p>A harbour at night &amp; rain.</p>
#   │ ^^^
#   = help: take the tags out, or copy the text without its form
#   = unsafe fix: take all of it out
#
# 1 warning in 1 story
