enable_prompt_expansion: false
One long take through a greenhouse at noon. The camera floats between ferns, passes through a spider's web without
tearing it, and comes to rest on a watering can that is still dripping.

# By the pond
A dragonfly lands on the rim of the can.

It stays for exactly ten seconds.
