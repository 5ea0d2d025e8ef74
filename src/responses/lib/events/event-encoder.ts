type Fields = Readonly<Record<string, unknown>>;

/** Encodes the events of one stream as SSE frames, and numbers them. */
export class EventEncoder {
  private sequence = 0;

  event(type: string, fields: Fields): string {
    return this.frame(type, JSON.stringify(fields).slice(1, -1));
  }

  /** An event about a response that is encoded already. */
  response(type: string, json: string): string {
    return this.frame(type, `"response":${json}`);
  }

  /**
   * Encodes events that differ in their delta only, of which there is one per token: what they have in
   * common is encoded once.
   */
  deltas(type: string, place: Fields): (delta: string) => string {
    const head = `event: ${type}\ndata: {"type":"${type}","sequence_number":`;
    const middle = `,${JSON.stringify(place).slice(1, -1)},"delta":`;
    return (delta) => {
      const number = String(this.sequence);
      this.sequence += 1;
      return `${head}${number}${middle}${JSON.stringify(delta)}}\n\n`;
    };
  }

  private frame(type: string, members: string): string {
    const number = String(this.sequence);
    this.sequence += 1;
    return `event: ${type}\ndata: {"type":"${type}","sequence_number":${number},${members}}\n\n`;
  }
}
