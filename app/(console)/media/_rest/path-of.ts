/** An address of ours as this browser reaches us, whatever name machines know us by. */
export function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
