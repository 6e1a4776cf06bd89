import { headers } from 'next/headers';
import { isSecure } from '@/lib/auth/session';

/** The address that the browser asked, without a path: `http://10.77.0.1:3000`. */
export async function origin(): Promise<string> {
  const asked = await headers();
  const forwarded = asked.get('x-forwarded-host')?.split(',')[0]?.trim();
  const host = forwarded || asked.get('host') || 'localhost';
  return `${isSecure(asked) ? 'https' : 'http'}://${host}`;
}
