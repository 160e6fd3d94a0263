" Storyboards of storyc.
" Generated from grammars/words.yaml by tools/gen_vim.py.

if exists('b:current_syntax')
  finish
endif
let s:cpo = &cpo
set cpo&vim

syn include @storyYaml syntax/yaml.vim
unlet! b:current_syntax
syn case ignore
syn sync fromstart

syn match storyLabel /\v%(kameraeinstellung|indstillingen|innstillingen|inquadratura|einstellung|indstilling|innstilling|khung\s+hình|storyboard|abschnitt|beállítás|phân\s+cảnh|secuencia|sequência|tagningen|billedet|encuadre|felvétel|keyframe|képkocka|opptaket|sequenza|séquence|bidikan|billede|jelenet|kohtaus|ripresa|segment|tagning|частина|ช็อตที่|adegan|bagian|bilden|bildet|cadrul|cú\s+máy|escena|opname|opptak|partea|partie|planul|prompt|quadro|scenen|stacco|tomada|ujęcie|viñeta|эпизод|اللقطة|المشهد|ฉากที่|akten|babak|beeld|bilde|board|bölüm|cadre|cadru|część|delen|frame|kısım|panel|parte|phase|piano|plano|rutan|sahne|scena|scene|scenă|scène|scéna|setup|szene|záběr|çekim|μέρος|πλάνο|σκηνή|сцена|часть|פריים|الجزء|दृश्य|फ्रेम|দৃশ্য|ফ্রেম|acte|acto|akte|atto|beat|bild|cena|clip|cảnh|deel|kadr|kare|kuva|otos|part|phần|plan|ruta|rész|scen|shot|syot|take|teil|toma|část|καρέ|кадр|план|סצנה|صحنه|كادر|لقطة|مشهد|پلان|ช็อต|เฟรม|ショット|act|akt|ato|cut|del|osa|акт|шот|חלק|שוט|بخش|جزء|شات|نما|भाग|शॉट|सीन|คัต|ฉาก|ตอน|カット|シーン|パート|个分镜|个画面|个镜头|個畫面|個鏡頭|幕场景|শট|コマ|分鏡|分镜|场景|場景|場面|段落|片段|画面|畫面|章节|鏡號|鏡頭|镜号|镜头|쇼트|장면|파트|幕|鏡|镜|샷|씬|컷)/ contained
syn match storyNumber /[0-9０-９]\+/ contained
syn match storyTime /\v[[(（【]\s*[0-9０-９][^])）】]*[])）】]|[0-9０-９][0-9０-９:：.]*%(\s*[^[:space:][:punct:]0-9０-９：｜]{1,8})?\s*[-–—~〜～]\s*[0-9０-９][0-9０-９:：.]*%(\s*[^[:space:][:punct:]0-9０-９：｜]{1,8})?/ contained
syn match storySetting /\v^\s*%(enable_prompt_expansion|negative_prompt|multi_shots|duration|language|template|variants|include|frames|audio|model|split|takes|title|cast|pick|seed|size|vars)\s*[:：]@=/
syn match storyField /\v^[-*+• \t]*%(camera\s+movement|cut\/transition|camera\s+motion|sound\s+effects|camera\s+angle|sound\s+effect|camera\s+move|camera\/shot|transitions|soundtrack|transition|shot\s+size|shot\s+type|ambience|lighting|movement|ambient|framing|camera|sounds|angle|audio|light|music|score|sound|lens|背景音乐|背景音樂|转场方式|运镜方式|鏡頭語言|鏡頭運動|镜头语言|镜头运动|bgm|sfx|环境音|fx|光影|光線|光线|声音|摄影|景別|景别|机位|构图|機位|灯光|照明|燈光|聲音|轉場|转场|过渡|运镜|運鏡|配乐|配樂|鏡頭|镜头|音乐|音效|音樂|音频|音)\s*[:：]@=/
syn match storyField /\v^\s*picture\s*[:：]@=/
syn match storySpeaker /\v^\s*\a[^:：()（）"“”]{0,60}%(\s*[(（][^()（）]{1,80}[)）])?\s*[:：]%(\s*["“„«「『])@=/
syn match storyNote /\v\[\[.{-}\]\]/
syn match storyVariable /\v\{\{\s*[^{}]+\}\}/
syn match storyCast /\v[^@[:alnum:]]@1<=\@[^][:space:],.;:!?(){}\"/@]+%(\/[^][:space:],.;:!?(){}\"/@]+)?/
syn match storySpeech /\v"[^"]+"|“[^“”]+”|„[^„“]+“|«[^«»]+»|「[^「」]+」|『[^『』]+』/ contains=storyVariable
syn match storyEscape /\\[^[:space:][:alnum:]]/
syn match storyShot /\v^[ \t>*_#•·|-]*[[(（【]?%(%(kameraeinstellung|indstillingen|innstillingen|inquadratura|einstellung|indstilling|innstilling|khung\s+hình|storyboard|abschnitt|beállítás|phân\s+cảnh|secuencia|sequência|tagningen|billedet|encuadre|felvétel|keyframe|képkocka|opptaket|sequenza|séquence|bidikan|billede|jelenet|kohtaus|ripresa|segment|tagning|частина|ช็อตที่|adegan|bagian|bilden|bildet|cadrul|cú\s+máy|escena|opname|opptak|partea|partie|planul|prompt|quadro|scenen|stacco|tomada|ujęcie|viñeta|эпизод|اللقطة|المشهد|ฉากที่|akten|babak|beeld|bilde|board|bölüm|cadre|cadru|część|delen|frame|kısım|panel|parte|phase|piano|plano|rutan|sahne|scena|scene|scenă|scène|scéna|setup|szene|záběr|çekim|μέρος|πλάνο|σκηνή|сцена|часть|פריים|الجزء|दृश्य|फ्रेम|দৃশ্য|ফ্রেম|acte|acto|akte|atto|beat|bild|cena|clip|cảnh|deel|kadr|kare|kuva|otos|part|phần|plan|ruta|rész|scen|shot|syot|take|teil|toma|část|καρέ|кадр|план|סצנה|صحنه|كادر|لقطة|مشهد|پلان|ช็อต|เฟรม|ショット|act|akt|ato|cut|del|osa|акт|шот|חלק|שוט|بخش|جزء|شات|نما|भाग|शॉट|सीन|คัต|ฉาก|ตอน|カット|シーン|パート|শট|コマ|分鏡|分镜|场景|場景|場面|段落|片段|画面|畫面|章节|鏡號|鏡頭|镜号|镜头|쇼트|장면|파트|幕|샷|씬|컷)\s*[#№]?\s*[0-9０-９]{1,5}|%(第)\s*[#№]?\s*[0-9０-９]{1,5}\s*\S?%(ショット|カット|个分镜|个画面|个镜头|個畫面|個鏡頭|幕场景|分鏡|分镜|场景|場景|鏡頭|镜头|幕|鏡|镜))%([^[\](（【)）】]{-0,60}[[(（【]\s*[0-9０-９][^])）】]*[])）】]|[\])）】]?)/ contains=storyLabel,storyNumber,storyTime
syn match storyShot /\v^[ \t>*_#•·|-]*[[(（【]\s*[0-9０-９][^])）】]*[])）】]/ contains=storyLabel,storyNumber,storyTime
syn match storyShot /\v^[ \t>*_#•·|-]*[0-9０-９][0-9０-９:：.]*%(\s*[^[:space:][:punct:]0-9０-９：｜]{1,8})?\s*[-–—~〜～]\s*[0-9０-９][0-9０-９:：.]*%(\s*[^[:space:][:punct:]0-9０-９：｜]{1,8})?\s*[:：|｜]@=/ contains=storyLabel,storyNumber,storyTime
syn match storyShot /\v^[ \t>*_#•·|-]*\a[^[\](（【:：]{0,60}[[(（【][0-9０-９][0-9０-９:：.]*%(\s*[^[:space:][:punct:]0-9０-９：｜]{1,8})?\s*[-–—~〜～]\s*[0-9０-９][0-9０-９:：.]*[^])）】]*[])）】]/ contains=storyLabel,storyNumber,storyTime
syn match storyHeading /\v^\s*#{1,6}\s.*$/ contains=storyShot
syn match storyComment /\v^\s*%(\/\/|#\s*storyc:).*$/
syn region storyFront matchgroup=storyFence start=/\%^---\s*$/ end=/^---\s*$/ keepend
      \ contains=@storyYaml,storyVariable

hi def link storyFence Delimiter
hi def link storyComment Comment
hi def link storyNote Comment
hi def link storyHeading Title
hi def link storyLabel Keyword
hi def link storyNumber Number
hi def link storyTime Number
hi def link storySetting Identifier
hi def link storyField Identifier
hi def link storySpeaker Type
hi def link storyCast Type
hi def link storyVariable PreProc
hi def link storySpeech String
hi def link storyEscape SpecialChar

let b:current_syntax = 'story'
let &cpo = s:cpo
unlet s:cpo
