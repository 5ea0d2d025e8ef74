import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuthController } from './controllers/auth.controller';
import { AuthGuard } from './guards/auth.guard';
import { ApiKeyService } from './services/api-key.service';

@Module({
  controllers: [AuthController],
  providers: [ApiKeyService, { provide: APP_GUARD, useClass: AuthGuard }],
})
export class AuthModule {}
