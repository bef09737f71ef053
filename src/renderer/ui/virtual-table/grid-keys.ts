/** Where a navigation key leads from `current` (-1: no row yet); null for a key that does not navigate. */
export function indexAfterKey(key: string, current: number, count: number, page: number): number | null {
  if (count === 0) return null;
  const clamp = (index: number): number => Math.min(count - 1, Math.max(0, index));
  switch (key) {
    case 'ArrowDown':
      return clamp(current + 1);
    case 'ArrowUp':
      return current < 0 ? count - 1 : clamp(current - 1);
    case 'PageDown':
      return clamp(Math.max(0, current) + page);
    case 'PageUp':
      return clamp(Math.max(0, current) - page);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
