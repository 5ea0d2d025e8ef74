import { Injectable } from '@nestjs/common';
import type { GenerationRequest } from '../protocol/generation-request';
import type { NativeAbilities } from '../protocol/model-profile';
import type { Rejection } from '../protocol/rejection';
import type { StreamPart } from '../protocol/stream-part';
import { compose, type Transform } from '../protocol/transform';
import { StructuredOutputService } from '../structured-output/services/structured-output.service';
import { ToolsService } from '../tools/services/tools.service';
import { StopSequenceTransform } from './lib/stop-at-sequence';

/** A part of an answer, or the reason to ask again. */
export type Checked = StreamPart | Rejection;

type Step = Transform<Checked, Checked>;

/** How one upstream is asked, and what its answer goes through before it counts. */
export interface GenerationPlan {
  readonly request: GenerationRequest;
  /** Whether an answer may be rejected, so that the upstream is asked once more. */
  readonly canReject: boolean;
  /** Makes the steps of one answer as one transform; absent when there is nothing to do. */
  steps(rejection?: Rejection): Step | undefined;
  /** The request that asks again after a rejected answer. */
  correct(rejection: Rejection): GenerationRequest;
}

/** Decides what an upstream does by itself and what is done for it. */
@Injectable()
export class GenerationPlanner {
  constructor(
    private readonly tools: ToolsService,
    private readonly structuredOutput: StructuredOutputService,
  ) {}

  plan(request: GenerationRequest, abilities: NativeAbilities): GenerationPlan {
    const format = this.structuredOutput.prepare(request, formatAbilities(request, abilities));
    const tools = this.tools.prepare(format?.request ?? request, abilities);
    const asked = tools.request;
    return {
      request: asked,
      canReject: tools.check !== undefined || format !== undefined,
      steps: (rejection) => {
        const { stopSequences } = request;
        // Only the last step meets rejections: it comes after the one that makes them.
        const steps: readonly (Step | undefined)[] = [
          stopSequences.length > 0 ? new StopSequenceTransform(stopSequences) : undefined,
          tools.extract?.(rejection),
          tools.check?.(),
          format?.check(rejection),
        ];
        return steps.reduce(andThen);
      },
      correct: (rejection) =>
        format !== undefined && rejection.demand === 'format'
          ? format.correct(asked, rejection)
          : tools.correct(asked, rejection),
    };
  }
}

/** A grammar that forces JSON would forbid the calls. */
function formatAbilities(request: GenerationRequest, abilities: NativeAbilities): NativeAbilities {
  const offersTools = request.tools.length > 0 && request.toolChoice.type !== 'none';
  return offersTools ? { ...abilities, outputFormat: 'text' } : abilities;
}

/** One step of two, or the one that there is. */
function andThen(first: Step | undefined, second: Step | undefined): Step | undefined {
  return first === undefined || second === undefined ? (first ?? second) : compose(first, second);
}
