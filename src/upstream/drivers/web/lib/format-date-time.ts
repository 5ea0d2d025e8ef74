/** Local time as the web protocol wants it: `YYYY-MM-DD HH:MM:SS`. */
export function formatDateTime(date: Date): string {
  const pad = (value: number): string => String(value).padStart(2, '0');
  const day = [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(':')}`;
}
