-- A writer at Neovim, with the client that it brings.
local function fail(why)
  io.stderr:write(why .. "\n" .. vim.inspect(vim.diagnostic.get(0)) .. "\n")
  vim.cmd("cquit")
end

local function wait(what, holds)
  if not vim.wait(120000, holds, 20) then
    fail("waited in vain for " .. what)
  end
end

local function ask(method, params)
  local answers, why = vim.lsp.buf_request_sync(0, method, params, 120000)
  local _, answer = next(answers or {})
  if answer == nil or answer.error then
    fail(method .. ": " .. vim.inspect(answer or why))
  end
  return answer.result
end

local function at(words)
  local line = vim.fn.search("\\V" .. words, "cw")
  vim.api.nvim_win_set_cursor(0, { line, vim.fn.match(vim.fn.getline(line), "\\V" .. words) })
  return vim.lsp.util.make_position_params()
end

local function main()
  vim.cmd("edit " .. vim.fn.fnameescape(os.getenv("STORY_EDITED")))
  wait("the mistake", function()
    local told = vim.diagnostic.get(0)
    return #told == 1 and told[1].code == "SB206"
  end)

  -- The fix is asked for from the line's start, as the cursor mostly stands there.
  local place = at("Shot 2")
  local asked = {
    textDocument = place.textDocument,
    range = { start = place.position, ["end"] = place.position },
    context = { diagnostics = vim.lsp.diagnostic.get_line_diagnostics() },
  }
  local fix
  for _, action in ipairs(ask("textDocument/codeAction", asked)) do
    fix = fix or (action.kind == "quickfix" and action.edit and action.title:match("%(unsafe%)") and action)
  end
  vim.lsp.util.apply_workspace_edit((fix or fail("no fix")).edit, "utf-16")
  wait("a story without a mistake", function() return #vim.diagnostic.get(0) == 0 end)

  local hover = ask("textDocument/hover", at("@CAVEMAN"))
  if not hover.contents.value:match("1.25 USD") then fail("no price in the hover") end
  place = at("CAVEMAN clutches")
  place.newName = "GROG"
  vim.lsp.util.apply_workspace_edit(ask("textDocument/rename", place), "utf-16")

  vim.fn.append(vim.fn.line("$"), "  li")
  vim.api.nvim_win_set_cursor(0, { vim.fn.line("$"), 3 })
  place = vim.lsp.util.make_position_params()
  place.position.character = 4
  for _, item in ipairs(ask("textDocument/completion", place).items) do
    if item.label == "light:" then
      vim.lsp.util.apply_text_edits({ item.textEdit }, 0, "utf-16")
    end
  end
  vim.fn.setline(vim.fn.line("$"), vim.fn.getline("$") .. "low")

  local layout = ask("textDocument/formatting", vim.lsp.util.make_formatting_params({}))
  vim.lsp.util.apply_text_edits(layout, 0, "utf-16")
  vim.cmd("write")
  vim.cmd("qall!")
end

local done, why = pcall(main)
if not done then fail(why) end
