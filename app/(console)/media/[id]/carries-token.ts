import type { IsoSpec } from '@/lib/builds/builders/iso/schema';
import type { MediumDetail } from '@/lib/builds/media/schema';

/** Whether an enrolment token is in a medium's bytes. */
export function carriesToken({ spec }: Pick<MediumDetail, 'spec'>): boolean {
  return ((spec as Partial<IsoSpec>).enrolment ?? null) !== null;
}
