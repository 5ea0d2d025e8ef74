import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Clock ticks per second in /proc, the same on every Linux that Node supports. */
const TICKS = 100;
const KIBIBYTE = 1024;

/** A process and its descendants. */
function family(pid) {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean),
  );
  return [pid, ...children.flatMap(family)];
}

/** Seconds of processor time, user and system, that a process and its descendants took so far. */
export function cpuSeconds(pid) {
  return family(pid).reduce((sum, member) => sum + (exactSeconds(member) ?? ticked(member)), 0);
}

/** Of all threads, to the nanosecond; undefined on a kernel that does not keep such counts. */
function exactSeconds(pid) {
  const threads = readdirSync(`/proc/${pid}/task`);
  const files = threads.map((thread) => `/proc/${pid}/task/${thread}/schedstat`);
  if (!existsSync(files[0])) return undefined;
  return files.reduce(
    (sum, file) => sum + Number(readFileSync(file, 'utf8').split(' ')[0]) / 1e9,
    0,
  );
}

function ticked(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Bytes that a process and its descendants hold. */
export function residentBytes(pid) {
  return family(pid).reduce((sum, member) => {
    const status = readFileSync(`/proc/${member}/status`, 'utf8');
    return sum + Number(/VmRSS:\s+(\d+)/.exec(status)[1]) * KIBIBYTE;
  }, 0);
}
