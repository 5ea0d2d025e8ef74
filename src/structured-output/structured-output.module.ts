import { Module } from '@nestjs/common';
import { StructuredOutputService } from './services/structured-output.service';

@Module({ providers: [StructuredOutputService], exports: [StructuredOutputService] })
export class StructuredOutputModule {}
