-- For vim.lsp.enable("storyc") of Neovim 0.11.
return { cmd = { "storyc", "lsp" }, filetypes = { "story" }, root_markers = { "storyc.toml", ".git" } }
