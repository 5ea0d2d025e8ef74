import { Injectable } from '@nestjs/common';
import { GatewayError, invalidRequest } from '../../protocol/gateway-error';
import type { ResponseDto } from '../dto/response.dto';
import type { DeletedResponseDto, InputItemListDto } from '../dto/stored-response.dto';
import { listInputItems, type PageQuery } from '../lib/list-input-items';
import type { StoredResponse } from '../lib/stored-response';
import { ResponseStore } from './response-store.service';

/** Shows responses that are kept to the key that made them. */
@Injectable()
export class StoredResponsesService {
  constructor(private readonly store: ResponseStore) {}

  async retrieve(id: string, owner: string, query: PageQuery): Promise<ResponseDto> {
    if (query['stream'] === 'true') {
      throw invalidRequest(
        'Streaming a kept response again is not supported.',
        'stream',
        'unsupported_parameter',
      );
    }
    return (await this.find(id, owner)).response;
  }

  async remove(id: string, owner: string): Promise<DeletedResponseDto> {
    if (!(await this.store.remove(id, owner))) throw notFound(id);
    return { id, object: 'response', deleted: true };
  }

  async listInput(id: string, owner: string, query: PageQuery): Promise<InputItemListDto> {
    return listInputItems((await this.find(id, owner)).input, query);
  }

  private async find(id: string, owner: string): Promise<StoredResponse> {
    const stored = await this.store.find(id, owner);
    if (stored === undefined) throw notFound(id);
    return stored;
  }
}

function notFound(id: string): GatewayError {
  return new GatewayError('not-found', `Response with id '${id.slice(0, 80)}' not found.`);
}
