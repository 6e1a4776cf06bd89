import { headers } from 'next/headers';
import { originIn } from '@/lib/auth/origin';

/** The address that the browser asked, without a path: `http://10.77.0.1:3000`. */
export async function origin(): Promise<string> {
  return originIn(await headers());
}
