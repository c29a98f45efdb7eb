-- The one load of all HTTP contestants, for wrk: each request is a POST of fresh notes by one of `lanes` lanes in turn.
-- Arguments after "--": tokens file (a token a line), lanes, notes per request, reasons separated by commas.
-- At the end it prints one line of JSON. Source: wrk's SCRIPTING document.
local ffi = require("ffi")
local bit = require("bit")

ffi.cdef [[
  typedef struct { long tv_sec; long tv_nsec; } bench_timespec;
  int clock_gettime(int clock, bench_timespec *time);
]]
local CLOCK_REALTIME, CLOCK_BOOTTIME = 0, 7
local now = ffi.new("bench_timespec")

local function milliseconds(clock)
  ffi.C.clock_gettime(clock, now)
  return tonumber(now.tv_sec) * 1000 + math.floor(tonumber(now.tv_nsec) / 1000000)
end

local function hex(digits)
  return bit.tohex(math.random(0, 0x7fffffff), digits)
end

local function uuid_v4()
  return hex(8) .. "-" .. hex(4) .. "-4" .. hex(3) .. "-8" .. hex(3) .. "-" .. hex(6) .. hex(6)
end

local function uuid_v7(unix_ms)
  local high = math.floor(unix_ms / 65536)
  return bit.tohex(high, 8) .. "-" .. bit.tohex(unix_ms % 65536, 4) .. "-7" .. hex(3) .. "-8" .. hex(3) .. "-" .. hex(6) .. hex(6)
end

-- The same second is asked for thousands of times.
local shown_second, shown_text = -1, ""
local function rfc3339(unix_ms)
  local second = math.floor(unix_ms / 1000)
  if second ~= shown_second then
    shown_second, shown_text = second, os.date("!%Y-%m-%dT%H:%M:%S", second)
  end
  return shown_text .. string.format(".%03dZ", unix_ms % 1000)
end

local lanes, lane_at, notes_per_request, reasons = {}, 0, 1, {}

function init(arguments)
  math.randomseed(milliseconds(CLOCK_REALTIME))
  local tokens_file, lane_count, note_count, reason_list = unpack(arguments)
  notes_per_request = tonumber(note_count)
  for reason in reason_list:gmatch("[^,]+") do
    reasons[#reasons + 1] = reason
  end
  local boot = uuid_v4()
  for token in io.lines(tokens_file) do
    if #lanes == tonumber(lane_count) then
      break
    end
    lanes[#lanes + 1] = {
      seq = 0,
      head = "POST /v1/notes HTTP/1.1\r\nHost: " .. wrk.headers["Host"] .. "\r\nAuthorization: Bearer " .. token ..
        "\r\nContent-Type: application/json\r\nContent-Length: ",
      body = '{"outbox_id":"' .. uuid_v4() .. '","boot_id":"' .. boot .. '","pending":0,"sent_at":"',
      boot = '","source":"key","boot_id":"' .. boot .. '","remark_key":"',
    }
  end
end

local function note(lane, unix_ms, time, mono)
  lane.seq = lane.seq + 1
  return '{"note_id":"' .. uuid_v7(unix_ms) .. '","seq":' .. lane.seq .. ',"tapped_at":"' .. time .. '","mono_ms":' .. mono ..
    ',"reason":"' .. reasons[lane.seq % #reasons + 1] .. lane.boot .. hex(8) .. hex(8) .. hex(8) .. '"}'
end

function request()
  lane_at = lane_at % #lanes + 1
  local lane, unix_ms, mono = lanes[lane_at], milliseconds(CLOCK_REALTIME), milliseconds(CLOCK_BOOTTIME)
  local time = rfc3339(unix_ms)
  local notes = {}
  for index = 1, notes_per_request do
    notes[index] = note(lane, unix_ms, time, mono)
  end
  local body = lane.body .. time .. '","sent_mono_ms":' .. mono .. ',"notes":[' .. table.concat(notes, ",") .. ']}'
  return lane.head .. #body .. "\r\n\r\n" .. body
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"seconds":%.6f,"p50_ms":%.3f,"p99_ms":%.3f,"max_ms":%.3f,"status_errors":%d,"socket_errors":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
