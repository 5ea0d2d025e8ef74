import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuthController } from './controllers/auth.controller';
import { AuthGuard } from './guards/auth.guard';
import { ApiKeyService } from './services/api-key.service';
import { KeysFileService } from './services/keys-file.service';

@Module({
  controllers: [AuthController],
  providers: [KeysFileService, ApiKeyService, { provide: APP_GUARD, useClass: AuthGuard }],
})
export class AuthModule {}
