-- Asks each time for an address that nobody asked for before, so that every page is built anew.
local n = 0
function request()
  n = n + 1
  local mark = wrk.path:find("?", 1, true) and "&" or "?"
  return wrk.format(nil, wrk.path .. mark .. "n=" .. n)
end
