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
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('should write the lines of a moment at once, in order', () => {
    const pipe = new Pipe();
    const destination = new StdoutDestination(pipe);
    destination.write('a\n');
    destination.write('b\n');
    jest.advanceTimersByTime(20);
    destination.write('c\n');
    jest.advanceTimersByTime(20);
    expect(pipe.lines).toEqual(['a\nb\n', 'c\n']);
  });

  it('should write what waits when the process ends, and nothing twice', () => {
    const pipe = new Pipe();
    const destination = new StdoutDestination(pipe);
    destination.write('a\n');
    destination.flush();
    jest.runAllTimers();
    destination.flush();
    expect(pipe.lines).toEqual(['a\n']);
  });

  it('should drop lines that nobody reads, and say how many once somebody does', () => {
    const pipe = new Pipe();
    const destination = new StdoutDestination(pipe);
    pipe.writableLength = 2 ** 21;
    for (let line = 0; line < 7; line += 1) destination.write('lost\n');
    destination.flush();
    expect(pipe.lines).toEqual([]);
    pipe.writableLength = 0;
    destination.write('a\n');
    destination.flush();
    expect(pipe.lines).toEqual(['{"level":"warn","event":"log_lines_dropped","count":7}\na\n']);
  });

  it('should survive a reader that is gone', () => {
    const pipe = new Pipe();
    const destination = new StdoutDestination(pipe);
    destination.write('a\n');
    pipe.fail();
    pipe.destroyed = true;
    destination.write('b\n');
    destination.flush();
    expect(pipe.lines).toEqual([]);
  });
});
