/** Local date and time to the minute, dates in the order that sorts: '2026-11-22 18:04'. */
export function formatStart(timeUs: number): string {
  const date = new Date(timeUs / 1000)
  const two = (part: number): string => String(part).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
}
