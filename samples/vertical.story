title: Stay cool
size: 720*1280
negative_prompt: text, logos, watermark, warped hands
A summer spot for a paper fan, made for phones: punchy, playful, hard sun and saturated colour.

HOOK (0-2s): Extreme close-up: one drop of sweat runs down a temple, and stops.
PROBLEM (2-5s): Top shot of a packed tram, thirty faces, everybody staring at the one shut window.
PRODUCT (5-8s): Snap! A red paper fan opens and fills the whole frame. Whip pan along the tram: hair lifts, row by row.
CALL TO ACTION (8-10s): A grandmother behind the fan, only her eyes. She winks and says: "Mine."
