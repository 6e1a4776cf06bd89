import { apiRoute } from '@/app/_doors/api-route';
import { portsOfWorkers } from '@/lib/network/data';
import { workerPort } from '@/lib/network/schema';

export const GET = apiRoute({
  summary: 'Who listens on the ports that DNS needs',
  permission: 'installation:read',
  response: workerPort.array(),
  handler: () => portsOfWorkers('dns'),
});
