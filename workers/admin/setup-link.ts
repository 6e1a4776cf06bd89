/** `setup-link` */
import { setupLink } from '@/lib/auth/setup';
import { env } from '@/lib/core/env';
import { AppError } from '@/lib/core/errors';
import { consoleAddresses } from '../launch/address';

export async function printSetupLink(given: { url?: string }): Promise<string[]> {
  const { PORT, PUBLIC_URL } = env();
  const [address = ''] = consoleAddresses({ port: PORT, publicUrl: PUBLIC_URL });
  const link = await setupLink(given.url ?? address);
  if (link) return [link];
  throw new AppError({
    class: 'gone',
    code: 'ERR_ALREADY_SET_UP',
    message: 'The installation is set up already. `user password` helps who forgot theirs.',
  });
}
