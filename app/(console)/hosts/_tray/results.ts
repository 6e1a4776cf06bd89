import { toast } from 'sonner';
import type { BulkMachineResults } from '@/lib/hosts/strangers/schema';

/** Refusals that are told one by one; of more, only how many there are. */
const told = 5;

/** Says what became of many machines; true when it went well with all of them. */
export function tellResults(results: BulkMachineResults, done: string): boolean {
  const failed = results.filter((one) => !one.ok);
  const good = results.length - failed.length;
  if (good > 0) toast.success(`${good} ${done}`);
  for (const { mac, message } of failed.slice(0, told)) toast.error(`${mac}: ${message}`);
  if (failed.length > told) toast.error(`${failed.length - told} others were refused too.`);
  return failed.length === 0;
}
