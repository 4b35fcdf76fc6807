-- Distinct, signed `serviceApp` deliveries, made as they are sent: wrk's own threads sign with OpenSSL.
-- Arguments: secret, a number that no other run uses, deliveries a second (0: as many as are answered), and a file with a
-- Service App, its name and an organization on each line ("-": made up).
local ffi = require("ffi")
ffi.cdef[[
typedef struct evp_md_st EVP_MD;
const EVP_MD *EVP_sha1(void);
unsigned char *HMAC(const EVP_MD *md, const void *key, int length, const unsigned char *data, size_t size,
                    unsigned char *out, unsigned int *out_length);
]]
local crypto = ffi.load("crypto.so.3")
local digest, size = ffi.new("unsigned char[20]"), ffi.new("unsigned int[1]")
local hex = {}
for byte = 0, 255 do hex[byte] = string.format("%02x", byte) end

ffi.cdef[[ typedef struct { long seconds; long micros; } moment; int gettimeofday(moment *now, void *zone); ]]
local clock = ffi.new("moment")
local function now()
  ffi.C.gettimeofday(clock, nil)
  return tonumber(clock.seconds) + tonumber(clock.micros) / 1e6
end

local secret, run, rate, sent, due = "", 0, 0, 0, nil
local pairs_of = {}

function init(args)
  secret, run, rate = args[1], tonumber(args[2]), tonumber(args[3])
  if args[4] ~= "-" then
    for line in io.lines(args[4]) do
      local app, name, org = line:match("^(%S+) (%S+) (%S+)$")
      pairs_of[#pairs_of + 1] = {app, name, org}
    end
  else
    for n = 0, 1199 do pairs_of[n + 1] = {"load-app-" .. n % 12, "load-" .. n % 12, "load-org-" .. n % 400} end
  end
  if rate == 0 then delay = nil end
end

-- Each connection takes the next moment at which a delivery is due; one that is late sends at once.
function delay()
  local at = now()
  due = math.max((due or at) + 1 / rate, at - 1)
  return math.max(0, math.floor((due - at) * 1000))
end

local template = '{"id":"Y2lzY29zcGFyazovL3VzL1dFQkhPT0svZjRlNjA1NjAtNjYwMi00ZmIwLWEyNWEtOTQ5ODgxNjA5NDk3",' ..
  '"name":"every app","targetUrl":"https://hooks.example.com/webhook","resource":"serviceApp","event":"authorized",' ..
  '"orgId":"Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi85NmFiYzJhYS0zZGNjLTExZTUtYTE1Mi1mZTM0ODE5Y2RjOWE",' ..
  '"createdBy":"Y2lzY29zcGFyazovL3VzL1BFT1BMRS9mNWIzNjE4Ny1jOGRkLTQ3MjctOGIyZi1mOWM0NDdmMjkwNDY",' ..
  '"ownedBy":"creator","status":"active","created":"2026-01-05T18:09:34.929Z",' ..
  '"actorId":"Y2lzY29zcGFyazovL3VzL1BFT1BMRS9mNWIzNjE4Ny1jOGRkLTQ3MjctOGIyZi1mOWM0NDdmMjkwNDY",' ..
  '"data":{"id":"%s","friendlyId":"%s","authorizerId":"load-person-%d","authorizerOrgId":"%s",' ..
  '"authorizationDate":"20%02d-%02d-%02dT%02d:%02d:%02d.%03dZ","scopes":["spark:kms","meeting:admin_schedule_write"],' ..
  '"trainSiteNames":["load.webex.com"],"adminTrainSiteNames":["load.webex.com"]}}'

function request()
  sent = sent + 1
  local n = sent
  local pair = pairs_of[n * 7919 % #pairs_of + 1]
  -- Distinct by date: `run` moves year and month, so that runs on one store don't repeat each other.
  local body = string.format(template, pair[1], pair[2], n % 97, pair[3],
    run % 26, 1 + math.floor(run / 26) % 12, 1 + math.floor(n / 86400) % 28, math.floor(n / 3600) % 24,
    math.floor(n / 60) % 60, n % 60, math.floor(n / 2419200) % 1000)
  crypto.HMAC(crypto.EVP_sha1(), secret, #secret, body, #body, digest, size)
  local signature = {}
  for byte = 0, 19 do signature[byte + 1] = hex[digest[byte]] end
  return "POST " .. wrk.path .. " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nX-Spark-Signature: " ..
    table.concat(signature) .. "\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format('\nRESULT {"requests": %d, "seconds": %.6f, "p50": %.3f, "p99": %.3f, "p999": %.3f, "most": %.3f, "failed": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    latency:percentile(99.9) / 1000, latency.max / 1000, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
