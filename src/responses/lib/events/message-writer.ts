import type { Citation } from '../../../protocol/stream-part';
import type { ItemStatus, OutputMessageDto } from '../../dto/output-item.dto';
import { toAnnotation, toMessageItem, toOutputText } from '../output/output-items';
import type { EventEncoder } from './event-encoder';
import type { ItemPlace, ItemWriter } from './item-writer';

/** Writes what the model says as a message with one text. */
export class MessageWriter implements ItemWriter {
  private text = '';
  private citations: readonly Citation[] = [];
  private done: OutputMessageDto | undefined;
  private readonly part: { readonly item_id: string; output_index: number; content_index: number };
  private readonly encodeDelta: (delta: string) => string;

  /** `start`: the length of what the model said in earlier messages of this answer. */
  constructor(
    private readonly encoder: EventEncoder,
    private readonly place: ItemPlace,
    private readonly start: number,
  ) {
    this.part = { item_id: place.id, output_index: place.index, content_index: 0 };
    this.encodeDelta = encoder.deltas('response.output_text.delta', {
      ...this.part,
      logprobs: [],
    });
  }

  /** Units of the answer up to the end of this message. */
  get end(): number {
    return this.start + this.text.length;
  }

  open(): readonly string[] {
    const { encoder, place, part } = this;
    const item = toMessageItem({ id: place.id, status: 'in_progress' }, []);
    return [
      encoder.event('response.output_item.added', { output_index: place.index, item }),
      encoder.event('response.content_part.added', { ...part, part: toOutputText('', []) }),
    ];
  }

  push(delta: string): string {
    this.text += delta;
    return this.encodeDelta(delta);
  }

  /** Takes the citations of the answer; those of earlier messages are not this one's. */
  cite(citations: readonly Citation[]): void {
    this.citations = citations.filter(({ start }) => start >= this.start);
  }

  close(status: ItemStatus): readonly string[] {
    const { encoder, place, part, text } = this;
    const annotations = this.citations.map((citation) => toAnnotation(citation, this.start));
    const content = toOutputText(text, annotations);
    this.done = toMessageItem({ id: place.id, status }, [content]);
    return [
      ...annotations.map((annotation, index) =>
        encoder.event('response.output_text.annotation.added', {
          ...part,
          annotation_index: index,
          annotation,
        }),
      ),
      encoder.event('response.output_text.done', { ...part, text, logprobs: [] }),
      encoder.event('response.content_part.done', { ...part, part: content }),
      encoder.event('response.output_item.done', { output_index: place.index, item: this.done }),
    ];
  }

  item(): OutputMessageDto {
    if (this.done === undefined) throw new Error('An item is whole once it is closed.');
    return this.done;
  }
}
