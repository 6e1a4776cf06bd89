/** The text for Prisma's `contains`: Postgres' LIKE takes these characters for wildcards, and Prisma leaves them. */
export function literally(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
