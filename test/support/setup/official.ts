process.env['UPSTREAM_UNDER_TEST'] = 'official';
