/**
 * Scripts for the requests that a key has in progress: a sorted set of leases by the time at which
 * they lapse, so that the leases of a replica that crashed free themselves. Redis' own clock decides,
 * and a script runs as one step. KEYS[1]: the set; ARGV[1]: milliseconds that a lease lasts.
 */
const SET_UP = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lapse = now + ARGV[1]
`;

/** Takes a lease unless as many are held as ARGV[2] allows; ARGV[3]: its id. Gives 1 or 0. */
export const ACQUIRE = `${SET_UP}
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], lapse, ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
`;

/** Renews leases, and takes those that Redis does not know of; ARGV[2] and on: their ids. */
export const RENEW = `${SET_UP}
for index = 2, #ARGV do redis.call('ZADD', KEYS[1], lapse, ARGV[index]) end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return #ARGV - 1
`;
