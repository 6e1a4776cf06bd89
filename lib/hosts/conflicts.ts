/** What two hosts cannot share, and the errors that say so without telling one team of another's hosts. */
import { AppError, isUniqueViolation } from '@/lib/core/errors';

/** A value that another host has. */
export interface Taken {
  field: 'name' | 'address' | `macs.${number}`;
  value: string;
  /** Name of the host that has it, where the actor may know; null: it is another team's. */
  whose: string | null;
}

/** One error that names every field; its code is about the first. */
export function taken(found: Taken[]): AppError {
  const fields = found.map((one) => ({ field: one.field, message: sentence(one) }));
  const [first] = found;
  const about = first?.field.startsWith('macs') ? 'MAC' : first?.field.toUpperCase();
  return new AppError({
    class: 'conflict',
    code: `ERR_${about}_TAKEN`,
    message: fields.map(({ message }) => message).join(' '),
    fields,
  });
}

function sentence({ field, value, whose }: Taken): string {
  if (field === 'name') {
    const who = whose ? 'a host of this team' : 'a host of another team';
    return `The name ${value} is used by ${who}.`;
  }
  return `${value} is used by ${whose ?? 'a host of another team'}.`;
}

/**
 * Runs a write that looks for conflicts first. When another write came
 * between the look and the write, it is tried again, and its own look finds
 * what to say.
 */
export async function retryTaken<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return write();
  }
}
