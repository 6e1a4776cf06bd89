/** Waiting for the store on behalf of a machine: not for ever. */

/** Milliseconds that the store may take to write down what must be written before an answer. */
const limit = 4_000;

/** The value, or an Error where the store takes too long. */
export async function inTime<Value>(work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('the database did not answer in time')), limit);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
