import type { ItemStatus, OutputItem } from '../../dto/output-item.dto';

/** Where an item stands in the output. */
export interface ItemPlace {
  readonly id: string;
  /** Position among the items of the output, from 0. */
  readonly index: number;
}

/** Writes the events of one item, from the first to the last. */
export interface ItemWriter {
  /** The frames that begin the item. */
  open(): readonly string[];
  /** The frame of the next piece of its text. */
  push(delta: string): string;
  /** The frames that end the item. */
  close(status: ItemStatus): readonly string[];
  /** The whole item; called after `close`. */
  item(): OutputItem;
}
