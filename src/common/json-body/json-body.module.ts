import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JsonBodyGuard } from './json-body.guard';

@Module({ providers: [{ provide: APP_GUARD, useClass: JsonBodyGuard }] })
export class JsonBodyModule {}
