import { Injectable } from '@nestjs/common';
import type { GenerationRequest } from '../../protocol/generation-request';
import type { NativeAbilities } from '../../protocol/model-profile';
import type { OutputFormat } from '../../protocol/output-format';
import type { Rejection } from '../../protocol/rejection';
import type { StreamPart } from '../../protocol/stream-part';
import type { Transform } from '../../protocol/transform';
import { addFormatCorrection, addFormatPrompt } from '../lib/prompt/add-format-prompt';
import { FormatCheck, type FormatDemand } from '../lib/checks/check-format';
import { formatProblemFinder } from '../lib/checks/find-format-problem';
import { HeldJsonReader } from '../lib/extraction/json-reader';
import { shapeOf } from '../lib/extraction/json-shape';
import { LiveJsonReader } from '../lib/extraction/live-json-reader';

/** How the output format of one request is brought about. */
export interface FormatPlan {
  /** The request as the upstream gets it: what it does not enforce by itself is text. */
  readonly request: GenerationRequest;
  /** Makes the transform that enforces the format; `rejection` when the answer is a second one. */
  check(rejection?: Rejection): Transform<StreamPart | Rejection, StreamPart | Rejection>;
  /** The request that asks again after an answer was rejected for its format. */
  correct(request: GenerationRequest, rejection: Rejection): GenerationRequest;
}

type JsonFormat = Exclude<OutputFormat, { readonly type: 'text' }>;

/** Gives answers the format that a request demands, whatever the upstream does of it. */
@Injectable()
export class StructuredOutputService {
  /** The plan of a request; `undefined` when its answer may be any text. */
  prepare(request: GenerationRequest, abilities: NativeAbilities): FormatPlan | undefined {
    const { outputFormat: format } = request;
    if (format.type === 'text') return undefined;
    const demand = toDemand(format, abilities);
    const isNative = abilities.outputFormat === 'json-schema';
    const prompted = isNative ? request : addFormatPrompt(request, format);
    return {
      request: { ...prompted, outputFormat: toNativeFormat(format, abilities) },
      check: (rejection) => new FormatCheck(demand, rejection !== undefined),
      correct: addFormatCorrection,
    };
  }
}

function toDemand(format: JsonFormat, { outputFormat: native }: NativeAbilities): FormatDemand {
  const shape = shapeOf(format);
  // Text that nobody but the gateway holds to the schema is checked before any of it is sent.
  const isLive = format.type === 'json-object' || native === 'json-schema';
  return {
    createReader: () => (isLive ? new LiveJsonReader(shape) : new HeldJsonReader(shape)),
    findProblem: formatProblemFinder(format),
    isStrict: format.type === 'json-object' || format.strict,
  };
}

/** The strictest format that the upstream takes and the demanded one allows. */
function toNativeFormat(
  format: JsonFormat,
  { outputFormat: native }: NativeAbilities,
): OutputFormat {
  if (native === 'json-schema') return format;
  const mayBeObject = shapeOf(format).allowsObject;
  return native === 'json-object' && mayBeObject ? { type: 'json-object' } : { type: 'text' };
}
