import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { textAnswer } from '@/app/_doors/text';
import { sha256 } from '@/lib/core/secret';
import { changeAndFollow, configurationInForce } from '@/lib/network/follow';
import { dnsScript } from '@/lib/network/schema';

export const GET = apiRoute({
  summary: 'The dnsmasq configuration in force, or that the settings make',
  permission: 'installation:read',
  response: z.string(),
  produces: 'text/plain',
  handler: async ({ actor, request }) => {
    const text = await configurationInForce({ actor });
    return textAnswer({ request, text, sha256: sha256(text) });
  },
});

export const PUT = apiRoute({
  summary:
    'Set interface, domain and upstream name servers; answers the configuration then in force',
  permission: 'installation:administer',
  body: dnsScript,
  response: z.string(),
  produces: 'text/plain',
  handler: async ({ actor, body, request }) => {
    const upstream = [body.firstNameServer, body.secondNameServer].filter((one) => one != null);
    const { noDhcpInterface, domain } = body;
    const change = { interface: noDhcpInterface, domain, dns: { upstream } };
    const text = await changeAndFollow({ actor, change, signal: request.signal });
    return textAnswer({ request, text, sha256: sha256(text) });
  },
});
