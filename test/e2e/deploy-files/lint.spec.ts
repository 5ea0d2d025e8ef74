import { filesBelow, pathOf } from '../../support/deploy-files';
import { describeWith, run } from '../../support/machine';

const yaml = filesBelow('deploy').filter((path) => /\.ya?ml$/.test(path));

describe('the YAML of deploy/', () => {
  it('should be found by its endings', () => {
    expect(yaml.length).toBeGreaterThan(20);
  });
});

describeWith(['yamllint'], 'yamllint', () => {
  it('should find no fault in the YAML of deploy/', async () => {
    const options = ['--strict', '--config-file', pathOf('deploy/.yamllint.yml')];
    expect(await run('yamllint', ...options, ...yaml.map(pathOf))).toMatchObject({ output: '' });
  });
});

describeWith(['shellcheck'], 'shellcheck', () => {
  it.each(['deploy/verify-image.sh', '.ci/run'])('should find no fault in %s', async (script) => {
    expect(await run('shellcheck', pathOf(script))).toMatchObject({ output: '' });
  });
});
