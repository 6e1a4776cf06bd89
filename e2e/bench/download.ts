/** One big file over one connection, as a machine fetches an image. */
import { run } from '@/lib/core/exec';

/** Bytes a second; the best of `times`, for a disturbance only ever makes it slower. */
export async function download(given: { url: string; times: number }): Promise<number> {
  let best = 0;
  for (let turn = 0; turn < given.times; turn += 1) {
    const said = await run({
      program: 'curl',
      args: ['-sf', '-o', '/dev/null', '-w', '%{speed_download}', given.url],
      timeout: 120_000,
    });
    best = Math.max(best, Number(said));
  }
  return best;
}
