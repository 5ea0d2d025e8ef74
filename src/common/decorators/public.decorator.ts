import { type CustomDecorator, SetMetadata } from '@nestjs/common';

export const IS_PUBLIC = 'glm-gateway:is-public';

/** Opens a route to callers without a key. */
export const Public = (): CustomDecorator => SetMetadata(IS_PUBLIC, true);
