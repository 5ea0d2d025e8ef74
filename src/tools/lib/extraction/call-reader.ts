/**
 * Reads one written form of tool calls. A reader says nothing until it is certain that a declared
 * tool is called; until then the text may still turn out to be ordinary text.
 */
export interface CallReader {
  /**
   * Reads from the start of `text` and gives how much of it was consumed; the rest comes again, with
   * more behind it.
   */
  push(text: string): number;
  /**
   * No more text comes after `rest`, which was not consumed: decides what is still open. With
   * `isCut` the model did not stop there by itself, so that what is open stays incomplete.
   */
  end(rest: string, isCut: boolean): void;
  /**
   * `reading`: wants more. `done`: all calls are complete. `rejected`: this is ordinary text and
   * nothing was sent of it. `broken`: a call that was begun cannot be completed.
   */
  readonly status: 'reading' | 'done' | 'rejected' | 'broken';
}
