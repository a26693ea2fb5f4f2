-- Requests for wrk: the users take turns, one request after the other.
--   REQUESTS_METHOD, REQUESTS_PATH   what is asked
--   REQUESTS_HEADS                   a file with one user's or request's headers a line, `Name: value`, tabs between them
--   REQUESTS_BODIES                  a file with one body a line, taken in turn; `#` in it becomes a running number
-- What wrk saw is printed as one line of JSON behind "figures: ".

local function lines(variable)
  local found = {}
  local path = os.getenv(variable)
  if path then
    for line in io.lines(path) do found[#found + 1] = line end
  end
  return found
end

local method, path = os.getenv("REQUESTS_METHOD"), os.getenv("REQUESTS_PATH")
local ready, users, bodies, number = {}, {}, {}, 0

local function headers(line)
  local fields = { ["Content-Type"] = "application/json" }
  for name, value in line:gmatch("([^:\t]+): ([^\t]+)") do fields[name] = value end
  return fields
end

function init(arguments)
  users, bodies = lines("REQUESTS_HEADS"), lines("REQUESTS_BODIES")
  if #bodies == 0 then
    for place, user in ipairs(users) do ready[place] = wrk.format(method, path, headers(user)) end
  end
end

function request()
  number = number + 1
  local place = number % #users + 1
  if ready[place] then return ready[place] end
  local body = bodies[number % #bodies + 1]:gsub("#", tostring(number))
  return wrk.format(method, path, headers(users[place]), body)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    'figures: {"requests": %d, "microseconds": %d, "p50": %d, "p99": %d, "statuses": %d, "sockets": %d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
