import { toKeyStatus } from './to-key-status';

describe('toKeyStatus', () => {
  it('should name the fields as the API does and leave out what it does not tell', () => {
    expect(
      toKeyStatus({
        id: 'key_2bb80d53',
        state: 'cooling',
        inFlight: 2,
        limit: null,
        retryAt: 1_767_225_660,
        lastErrorCode: 'rate_limit_exceeded',
      }),
    ).toEqual({
      id: 'key_2bb80d53',
      state: 'cooling',
      in_flight: 2,
      limit: null,
      retry_at: 1_767_225_660,
    });
  });
});
