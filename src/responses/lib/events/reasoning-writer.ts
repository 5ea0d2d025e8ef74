import type { ItemStatus, ReasoningItemDto } from '../../dto/output-item.dto';
import { type Seal, toReasoningItem } from '../output/output-items';
import type { EventEncoder } from './event-encoder';
import type { ItemPlace, ItemWriter } from './item-writer';

/** Writes reasoning as an item with one summary. */
export class ReasoningWriter implements ItemWriter {
  private text = '';
  private done: ReasoningItemDto | undefined;
  private readonly part: { readonly item_id: string; output_index: number; summary_index: number };
  private readonly encodeDelta: (delta: string) => string;

  constructor(
    private readonly encoder: EventEncoder,
    private readonly place: ItemPlace,
    private readonly seal: Seal | undefined,
  ) {
    this.part = { item_id: place.id, output_index: place.index, summary_index: 0 };
    this.encodeDelta = encoder.deltas('response.reasoning_summary_text.delta', this.part);
  }

  open(): readonly string[] {
    const { encoder, place, part } = this;
    const item = toReasoningItem({ id: place.id, status: 'in_progress' }, '', undefined);
    return [
      encoder.event('response.output_item.added', { output_index: place.index, item }),
      encoder.event('response.reasoning_summary_part.added', {
        ...part,
        part: { type: 'summary_text', text: '' },
      }),
    ];
  }

  push(delta: string): string {
    this.text += delta;
    return this.encodeDelta(delta);
  }

  close(status: ItemStatus): readonly string[] {
    const { encoder, place, part, text } = this;
    this.done = toReasoningItem({ id: place.id, status }, text, this.seal);
    return [
      encoder.event('response.reasoning_summary_text.done', { ...part, text }),
      encoder.event('response.reasoning_summary_part.done', {
        ...part,
        part: { type: 'summary_text', text },
      }),
      encoder.event('response.output_item.done', { output_index: place.index, item: this.done }),
    ];
  }

  item(): ReasoningItemDto {
    if (this.done === undefined) throw new Error('An item is whole once it is closed.');
    return this.done;
  }
}
