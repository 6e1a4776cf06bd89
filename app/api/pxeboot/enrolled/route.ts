export { machineRoute as GET, machineRoute as HEAD } from '@/app/_doors/machine-route';
