import { type CustomDecorator, SetMetadata } from '@nestjs/common';

export const IS_METERED = 'glm-gateway:is-metered';

/** Puts a route under the limits of keys and of the process: it makes the upstream generate. */
export const Metered = (): CustomDecorator => SetMetadata(IS_METERED, true);
