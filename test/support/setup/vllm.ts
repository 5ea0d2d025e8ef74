process.env['UPSTREAM_UNDER_TEST'] = 'vllm';
