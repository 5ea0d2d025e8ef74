const ours = '^src/';
const spec = '\\.spec\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'A cycle hides which of two modules knows the other.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'protocol-is-pure',
      comment:
        'The kernel imports nothing of ours and no framework. ajv compiles JSON Schemas: pure, and nothing to write again.',
      severity: 'error',
      from: { path: '^src/protocol/', pathNot: spec },
      to: { pathNot: ['^src/protocol/', '^(node:)?string_decoder$', 'node_modules/ajv/'] },
    },
    {
      name: 'lib-is-pure',
      comment: 'A lib folder holds pure functions: no Nest, no RxJS, no HTTP.',
      severity: 'error',
      from: { path: '^src/.*/lib/', pathNot: spec },
      to: { path: 'node_modules/(@nestjs|rxjs|axios|undici|express)/' },
    },
    {
      name: 'fronts-are-strangers',
      comment: 'Client dialects share the pipeline, not each other.',
      severity: 'error',
      from: { path: '^src/(chat|responses|messages)/' },
      to: { path: '^src/(chat|responses|messages)/', pathNot: '^src/$1/' },
    },
    {
      name: 'answer-knows-no-front',
      comment: 'What all dialects share knows none of them.',
      severity: 'error',
      from: { path: '^src/answer/' },
      to: { path: '^src/(chat|responses|messages)/' },
    },
    {
      name: 'siblings-are-strangers',
      comment: 'upstream, tools, structured-output and models meet in generation only.',
      severity: 'error',
      from: { path: '^src/(upstream|tools|structured-output|models)/', pathNot: spec },
      to: {
        path: '^src/(upstream|tools|structured-output|models|generation)/',
        pathNot: '^src/$1/',
      },
    },
    {
      name: 'drivers-are-strangers',
      comment: 'A driver knows its own protocol only.',
      severity: 'error',
      from: { path: '^src/upstream/drivers/([^/]+)/' },
      to: { path: '^src/upstream/drivers/', pathNot: '^src/upstream/drivers/$1/' },
    },
    {
      name: 'only-transport-touches-http',
      comment: 'One place decides on time-outs, redirects and backpressure of streams.',
      severity: 'error',
      from: { path: ours, pathNot: ['^src/upstream/transport/', spec] },
      to: { path: 'node_modules/undici/' },
    },
    {
      name: 'only-app-imports-leaves',
      comment: 'Leaves serve the whole application; nobody builds on them, nor they on each other.',
      severity: 'error',
      from: { path: '^src/([^/]+)', pathNot: '^src/app\\.' },
      to: { path: '^src/(auth|health|metrics|rate-limit|tracing)/', pathNot: '^src/$1/' },
    },
    {
      name: 'common-knows-no-module',
      comment: 'What all modules share builds on the kernel and the configuration only.',
      severity: 'error',
      from: { path: '^src/(common|config)/' },
      to: { path: ours, pathNot: '^src/(common|config|protocol)/' },
    },
    {
      name: 'simulator-is-apart',
      comment: 'The service does not need the simulator; the simulator needs no service.',
      severity: 'error',
      from: { path: ours, pathNot: ['^src/simulator/', spec] },
      to: { path: '^src/simulator/' },
    },
    {
      name: 'src-never-imports-test',
      comment: 'What ships does not depend on what checks it.',
      severity: 'error',
      from: { path: ours, pathNot: spec },
      to: { path: '^test/' },
    },
    {
      name: 'no-dev-dependency-in-src',
      comment: 'The image holds no development packages; the demo alone uses the client SDK.',
      severity: 'error',
      from: { path: ours, pathNot: [spec, '^src/simulator/demo'] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports is dead.',
      severity: 'error',
      from: { orphan: true, path: ours, pathNot: [spec, '/main\\.ts$', '^src/openapi\\.ts$'] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
