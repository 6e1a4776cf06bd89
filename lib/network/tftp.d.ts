/** The part of the package `tftp` that we use; it comes without types. */
declare module 'tftp' {
  import type { Readable } from 'node:stream';

  interface Client {
    createGetStream(remote: string): Readable;
  }
  const tftp: {
    createClient(options: {
      host: string;
      port?: number;
      timeout?: number;
      retries?: number;
    }): Client;
  };
  export default tftp;
}
