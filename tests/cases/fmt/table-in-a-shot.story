A market.
  | 0-1s | Hook |
  | 1-5s | Turn |
