import { StdoutDestination } from './stdout-destination';

/** A pipe that takes what it is told to take. */
class Pipe {
  writableLength = 0;
  destroyed = false;
  readonly lines: string[] = [];
  fail: () => void = () => undefined;

  write(text: string): boolean {
    this.lines.push(text);
    return true;
  }

  on(_event: 'error', listener: () => void): void {
    this.fail = listener;
  }
}

describe('StdoutDestination', () => {
  it('should write each line as it comes', () => {
    const pipe = new Pipe();
    const destination = new StdoutDestination(pipe);
    destination.write('a\n');
    destination.write('b\n');
    expect(pipe.lines).toEqual(['a\n', 'b\n']);
  });

  it('should drop lines that nobody reads, and say how many once somebody does', () => {
    const pipe = new Pipe();
    const destination = new StdoutDestination(pipe);
    pipe.writableLength = 2 ** 21;
    for (let line = 0; line < 7; line += 1) destination.write('lost\n');
    expect(pipe.lines).toEqual([]);
    pipe.writableLength = 0;
    destination.write('a\n');
    destination.write('b\n');
    expect(pipe.lines).toEqual([
      '{"level":"warn","event":"log_lines_dropped","count":7}\n',
      'a\n',
      'b\n',
    ]);
  });

  it('should survive a reader that is gone', () => {
    const pipe = new Pipe();
    const destination = new StdoutDestination(pipe);
    pipe.fail();
    pipe.destroyed = true;
    destination.write('a\n');
    expect(pipe.lines).toEqual([]);
  });
});
