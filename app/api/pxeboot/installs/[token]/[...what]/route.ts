export {
  machineRoute as GET,
  machineRoute as HEAD,
  machineRoute as POST,
} from '@/app/_doors/machine-route';
