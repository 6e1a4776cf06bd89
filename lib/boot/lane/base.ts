/** Where a machine reaches us: the public address, else the one that it asked. */
import { env } from '@/lib/core/env';

const hostForm = /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i;

/** Without a slash at its end. `host`: the request's Host header, believed only in its plain form. */
export function baseFor(given: { publicUrl: string | null; host: string | undefined }): string {
  if (given.publicUrl) return given.publicUrl;
  if (given.host && given.host.length < 260 && hostForm.test(given.host)) {
    return `http://${given.host}`;
  }
  return `http://localhost:${env().PORT}`;
}
