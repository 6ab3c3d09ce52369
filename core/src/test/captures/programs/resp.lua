-- One of each kind of value that a script can return.
redis.setresp(3)
return {1, redis.call('get', KEYS[1]), {}, {'a', {'b', ''}}, redis.status_reply('fine'), redis.error_reply('ERR no'),
    false, {double = 1.5}, {map = {x = 1}}, {set = {y = true}}, true,
    {verbatim_string = {format = 'txt', string = 'hello'}}}
