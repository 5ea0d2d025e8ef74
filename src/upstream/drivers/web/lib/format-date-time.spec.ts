import { formatDateTime } from './format-date-time';

describe('formatDateTime', () => {
  it.each([
    { date: new Date(2025, 8, 3, 7, 5, 9), text: '2025-09-03 07:05:09' },
    { date: new Date(2025, 11, 31, 23, 59, 59), text: '2025-12-31 23:59:59' },
    { date: new Date(2026, 0, 1, 0, 0, 0), text: '2026-01-01 00:00:00' },
  ])('should write local time as $text', ({ date, text }) => {
    expect(formatDateTime(date)).toBe(text);
  });
});
