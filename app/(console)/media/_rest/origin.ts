import { headers } from 'next/headers';

/** The address that the browser asked, without a path: `http://10.77.0.1:3000`. */
export async function origin(): Promise<string> {
  const asked = await headers();
  const host = asked.get('x-forwarded-host') ?? asked.get('host') ?? 'localhost';
  return `${asked.get('x-forwarded-proto') ?? 'http'}://${host}`;
}
