import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { textAnswer } from '@/app/_doors/text';
import { sha256 } from '@/lib/core/secret';
import { partLog } from '@/lib/network/data';

export const GET = apiRoute({
  summary: 'The newest 2,000 lines of the log of DHCP and TFTP, oldest first',
  permission: 'installation:strangers',
  response: z.string(),
  produces: 'text/plain',
  handler: async ({ request }) => {
    const text = await partLog('pxeboot');
    return textAnswer({ request, text, sha256: sha256(text) });
  },
});
