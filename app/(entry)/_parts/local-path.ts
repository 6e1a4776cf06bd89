/** A place within the console to go to after signing in; anything else becomes its start. */
export function localPath(asked: unknown): string {
  if (typeof asked !== 'string' || !URL.canParse(asked, 'http://here')) return '/';
  const { origin, pathname, search } = new URL(asked, 'http://here');
  return origin === 'http://here' && !pathname.startsWith('//') ? pathname + search : '/';
}
