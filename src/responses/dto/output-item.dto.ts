import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';

const ITEM_STATUSES = ['in_progress', 'completed', 'incomplete'] as const;
export type ItemStatus = (typeof ITEM_STATUSES)[number];

/** Names the enumeration, so that generated clients have one type for it. */
const ITEM_STATUS_SCHEMA = {
  enum: ITEM_STATUSES,
  enumName: 'ItemStatus',
  enumSchema: { description: 'How far an item is; `incomplete` when the answer was cut in it.' },
};

@ApiSchema({ description: 'A source that the text cites.' })
export class UrlAnnotationDto {
  @ApiProperty({ enum: ['url_citation'] })
  type!: 'url_citation';
  /** First UTF-16 unit of the citation in `text`. */
  @ApiProperty({ type: 'integer' })
  start_index!: number;
  /** UTF-16 unit after the citation. */
  @ApiProperty({ type: 'integer' })
  end_index!: number;
  url!: string;
  title!: string;
}

export class OutputTextDto {
  @ApiProperty({ enum: ['output_text'] })
  type!: 'output_text';
  text!: string;
  annotations!: UrlAnnotationDto[];
  /** Always empty: the upstream gives none. */
  @ApiProperty({ type: 'array', items: { type: 'object' }, maxItems: 0 })
  logprobs!: never[];
}

@ApiSchema({ description: 'What the model says.' })
export class OutputMessageDto {
  /** @example msg_5f1d7a84d2a14a0ab2c3d4e5f6071829_1 */
  @ApiProperty()
  id!: string;
  @ApiProperty({ enum: ['message'] })
  type!: 'message';
  @ApiProperty({ enum: ['assistant'] })
  role!: 'assistant';
  @ApiProperty(ITEM_STATUS_SCHEMA)
  status!: ItemStatus;
  content!: OutputTextDto[];
}

export class SummaryTextDto {
  @ApiProperty({ enum: ['summary_text'] })
  type!: 'summary_text';
  text!: string;
}

@ApiSchema({ description: 'What the model thought before it went on, in full.' })
export class ReasoningItemDto {
  /** @example rs_5f1d7a84d2a14a0ab2c3d4e5f6071829_0 */
  @ApiProperty()
  id!: string;
  @ApiProperty({ enum: ['reasoning'] })
  type!: 'reasoning';
  @ApiProperty(ITEM_STATUS_SCHEMA)
  status!: ItemStatus;
  summary!: SummaryTextDto[];
  /** The same, sealed; with `"include": ["reasoning.encrypted_content"]`. */
  @ApiPropertyOptional()
  encrypted_content?: string;
}

@ApiSchema({ description: 'A call of a function, for the client to make.' })
export class FunctionCallItemDto {
  /** @example fc_5f1d7a84d2a14a0ab2c3d4e5f6071829_2 */
  @ApiProperty()
  id!: string;
  @ApiProperty({ enum: ['function_call'] })
  type!: 'function_call';
  @ApiProperty(ITEM_STATUS_SCHEMA)
  status!: ItemStatus;
  /** To be named by the `function_call_output`. @example call_5f1d7a84d2a14a0ab2c3d4e5 */
  @ApiProperty()
  call_id!: string;
  /** @example get_weather */
  @ApiProperty()
  name!: string;
  /** JSON text. */
  @ApiProperty({ example: '{"city":"Paris"}' })
  arguments!: string;
}

/** An item of a response's output. */
export type OutputItem = OutputMessageDto | ReasoningItemDto | FunctionCallItemDto;
