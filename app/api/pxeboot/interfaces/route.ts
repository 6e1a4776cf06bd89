import { apiRoute } from '@/app/_doors/api-route';
import { interfacesOfWorkers } from '@/lib/network/data';
import { workerInterface } from '@/lib/network/schema';

export const GET = apiRoute({
  summary: "The interfaces of the workers' machines, with addresses and what was heard on them",
  permission: 'installation:read',
  response: workerInterface.array(),
  handler: () => interfacesOfWorkers(),
});
