/** Enrolments together with the boot media that carry them. */
import { z } from 'zod';
import { enrolment } from '@/lib/auth/enrolments/schema';
import { mediaKinds } from '../builder';
import { buildStates } from '../schema';

export const enrolmentWithMedia = enrolment.extend({
  /** The newest build of each medium that is there or is being made, newest first; 20 at most. */
  media: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(mediaKinds),
      title: z.string(),
      state: z.enum(buildStates),
    }),
  ),
  /** How many there are of them. */
  mediaCount: z.int(),
});
export type EnrolmentWithMedia = z.infer<typeof enrolmentWithMedia>;
