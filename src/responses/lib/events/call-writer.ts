import type { ToolInputStartPart } from '../../../protocol/stream-part';
import type { FunctionCallItemDto, ItemStatus } from '../../dto/output-item.dto';
import { toCallItem } from '../output/output-items';
import type { EventEncoder } from './event-encoder';
import type { ItemPlace, ItemWriter } from './item-writer';

/** Writes a call of a function. */
export class CallWriter implements ItemWriter {
  private text = '';
  private done: FunctionCallItemDto | undefined;
  private readonly part: { readonly item_id: string; output_index: number };
  private readonly encodeDelta: (delta: string) => string;

  constructor(
    private readonly encoder: EventEncoder,
    private readonly place: ItemPlace,
    private readonly call: ToolInputStartPart,
  ) {
    this.part = { item_id: place.id, output_index: place.index };
    this.encodeDelta = encoder.deltas('response.function_call_arguments.delta', this.part);
  }

  open(): readonly string[] {
    const item = this.toItem('in_progress');
    const { encoder, place } = this;
    return [encoder.event('response.output_item.added', { output_index: place.index, item })];
  }

  push(delta: string): string {
    this.text += delta;
    return this.encodeDelta(delta);
  }

  close(status: ItemStatus): readonly string[] {
    const { encoder, place, part, call, text } = this;
    this.done = this.toItem(status);
    return [
      encoder.event('response.function_call_arguments.done', {
        ...part,
        name: call.name,
        arguments: text,
      }),
      encoder.event('response.output_item.done', { output_index: place.index, item: this.done }),
    ];
  }

  item(): FunctionCallItemDto {
    if (this.done === undefined) throw new Error('An item is whole once it is closed.');
    return this.done;
  }

  private toItem(status: ItemStatus): FunctionCallItemDto {
    const { id, name } = this.call;
    return toCallItem({ id: this.place.id, status }, { id, name, arguments: this.text });
  }
}
